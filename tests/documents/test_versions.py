"""What a draft said after each time somebody saved it, from the trail alone."""

from datetime import datetime

import pytest

from luoxiao.documents import actions
from luoxiao.documents.models import Paper
from luoxiao.documents.versions import versions_of
from luoxiao.organisations.models import User
from tests.documents.drafts import WORDS, edit, prepare

pytestmark = pytest.mark.django_db


def test_every_saved_version_is_read_back(preparer: User, reviewer: User, at: datetime) -> None:
    paper = prepare(preparer, at)
    edit(paper, reviewer, at, title="关于演练的通报")
    edit(paper, preparer, at, seen=2, title="关于演练的通报", note="联系人：甲")
    found = versions_of(paper)
    assert [(v.number, v.actor, v.words.title, v.words.note) for v in found] == [
        (1, "preparer", WORDS.title, ""),
        (2, "reviewer", "关于演练的通报", ""),
        (3, "preparer", "关于演练的通报", "联系人：甲"),
    ]
    assert found[0].words == WORDS
    assert found[-1].words == actions.words_of(Paper.objects.get(pk=paper.pk))


def test_a_check_is_no_version(preparer: User, reviewer: User, at: datetime) -> None:
    paper = prepare(preparer, at)
    actions.check(paper, seen=1, by=reviewer, at=at)
    assert [version.number for version in versions_of(paper)] == [1]
