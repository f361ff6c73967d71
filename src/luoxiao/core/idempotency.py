"""A form that is sent twice acts once: double clicks, retries and the back button are harmless."""

from collections.abc import Callable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoxiao.core.models import ActionKey
from luoxiao.core.refusals import Refusal


class KeyReused(Refusal):
    """The same key came with another content: an old page was changed and sent again."""

    code = "key-reused"
    sentence = _("本页内容此前已办理过一次，这次的内容与上次不同，没有保存。刷新页面后重新填写。")


def once(*, user_id: int, route: str, key: str, body: bytes, do: Callable[[], str]) -> str:
    """Run `do` at most once for (user, route, key); return the address it answered with, now or the first time.

    The key's row and the effect of `do` are one transaction. Raises KeyReused when the key came before with another
    body, and whatever `do` raises (then nothing is kept, and the key may be used again).
    """
    body_hash = sha256(body).hexdigest()
    mine = {"user_id": user_id, "route": route, "key": key}
    try:
        with transaction.atomic():
            row = ActionKey(**mine, body_hash=body_hash, location="", at=timezone.now())
            with transaction.atomic():
                row.save(force_insert=True)
            row.location = do()
            row.save(update_fields=["location"])
            return row.location
    except IntegrityError:
        earlier = ActionKey.objects.filter(**mine).first()
        if earlier is None:
            raise
        if earlier.body_hash != body_hash:
            raise KeyReused from None
        return earlier.location
