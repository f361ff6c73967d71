"""A form that is sent twice acts once."""

import pytest

from luoxiao.core.idempotency import KeyReused, once
from luoxiao.core.models import ActionKey
from luoxiao.core.refusals import Refusal

pytestmark = pytest.mark.django_db


class Spy:
    """Counts how often it was asked to act."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"/done/{self.times}/"


def send(do: Spy, *, user_id: int = 1, key: str = "k", body: bytes = b"a") -> str:
    return once(user_id=user_id, route="r", key=key, body=body, do=do)


def test_the_same_key_and_content_has_one_effect_and_one_answer() -> None:
    do = Spy()
    assert [send(do), send(do), send(do)] == ["/done/1/"] * 3
    assert do.times == 1


def test_the_same_key_with_other_content_is_refused() -> None:
    do = Spy()
    send(do)
    with pytest.raises(KeyReused):
        send(do, body=b"b")
    assert do.times == 1


def test_another_person_may_have_the_same_key() -> None:
    do = Spy()
    send(do)
    send(do, user_id=2)
    assert do.times == 2


def test_a_refused_action_leaves_the_key_free() -> None:
    def refuse() -> str:
        raise Refusal

    with pytest.raises(Refusal):
        once(user_id=1, route="r", key="k", body=b"a", do=refuse)
    assert not ActionKey.objects.exists()
    assert send(Spy()) == "/done/1/"


def test_action_key_once_is_held_by_the_database() -> None:
    assert "action_key_once" in {constraint.name for constraint in ActionKey._meta.constraints}
    send(Spy())
    assert ActionKey.objects.count() == 1
