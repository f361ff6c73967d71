"""Answers that are files: never shown in the browser, named as the office named them as far as file systems allow."""

import re
from typing import TypeVar

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

Answer = TypeVar("Answer", bound=HttpResponseBase)


def download(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file to be saved. It runs in no page of ours: attachment, nosniff, an empty sandbox."""
    return attached(HttpResponse(content, content_type=media_type), name=name)


def attached(response: Answer, *, name: str) -> Answer:
    """The same for an answer that is made already, such as one that is written while it is read."""
    response["Content-Disposition"] = content_disposition_header(True, _NOT_IN_NAMES.sub("-", name)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
