"""Two people, one thing."""

from datetime import datetime

import pytest

from luoxiao.core import trail, versions
from luoxiao.core.refusals import Stale
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(preparer: User, at: datetime) -> Paper:
    return Paper.objects.create(
        kind="quarterly-circular", period="2012Q3", title="通报", prepared_by=preparer, prepared_at=at
    )


def test_the_first_editor_takes_the_next_version(paper: Paper) -> None:
    versions.claim(paper, 1)
    paper.refresh_from_db()
    assert paper.version == 2


def test_the_second_editor_is_told_who_was_first_and_when(paper: Paper, reviewer: User, at: datetime) -> None:
    versions.claim(paper, 1)
    trail.record("paper.revise", by=reviewer, at=at, subject=paper)
    with pytest.raises(Stale) as refused:
        versions.claim(paper, 1)
    assert "reviewer" in str(refused.value)
    assert "10月15日 10:00" in str(refused.value)
