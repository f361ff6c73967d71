"""Mail as files, where no mail server is named: one file a message in an outbox folder, for somebody to carry on."""

import os
import re
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Outbox(BaseEmailBackend):
    """Writes each message under its Message-ID: the same message sent again is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Whole files only, readable to this account only. Raises OSError when they cannot be written."""
        settings.OUTBOX.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        sent = message.message()
        name = re.sub(r"[^\w.-]+", "_", str(sent["Message-ID"]).strip("<>"))
        kept = settings.OUTBOX / f"{name}.eml"
        if kept.exists():
            return
        half = kept.with_suffix(f".{os.getpid()}")
        with open(half, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(sent.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        half.replace(kept)
