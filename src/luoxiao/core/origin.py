"""Where the request in hand comes from, so that the trail can say it without every action passing it on."""

import uuid
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The reference number that an error page shows, and the sender's address."""

    request_id: str = ""
    address: str = ""


current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


def arrive(address: str) -> Origin:
    """Note the origin of a request that has just arrived."""
    origin = Origin(uuid.uuid4().hex[:12], address)
    current.set(origin)
    return origin
