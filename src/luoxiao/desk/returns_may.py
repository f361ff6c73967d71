"""What a person may do with a return as it stands and why not where they might expect to."""

from dataclasses import dataclass
from datetime import datetime

from luoxiao.organisations.models import User
from luoxiao.returns import actions
from luoxiao.returns.actions import Step
from luoxiao.returns.models import Return
from luoxiao.returns.wording import permit as permit_words

NEAR = {"own-work", "certified-it", "closed", "not-open-yet"}  # the step is this person's, but for one thing


@dataclass(frozen=True)
class May:
    """The steps that are this person's at this moment; `why_not` says what keeps them from one that nearly is."""

    fills: bool
    uploads: bool
    signs: bool
    reviews: bool
    accepts: bool
    unlocks: bool
    why_not: list[str]


def may(filed: Return, user: User, now: datetime) -> May:
    """No queries, given the return with its call, unit, region and the region's parent."""
    made = actions.permits(filed, user, at=now)
    near = [permit_words(permit) for permit in made.values() if permit.rule in NEAR]
    return May(
        fills=made[Step.FILL].allowed,
        uploads=made[Step.UPLOAD].allowed,
        signs=made[Step.CERTIFY].allowed,
        reviews=made[Step.APPROVE].allowed,
        accepts=made[Step.ACCEPT].allowed,
        unlocks=made[Step.UNLOCK].allowed,
        why_not=list(dict.fromkeys(near)),
    )
