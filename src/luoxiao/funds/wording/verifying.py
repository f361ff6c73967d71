"""The sentences of a verification: what of a kept split does not follow from what it was computed from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao import __version__
from luoxiao.core.money import wan, yuan
from luoxiao.funds.verifying import Difference, Verdict, What
from luoxiao.funds.wording import faults

_SAID: dict[What, str | Promise] = {
    What.UNREADABLE: _("存下的方案和因素值不能重算：%(fault)s"),
    What.DIGEST: _("摘要不符：存 %(kept)s，重算 %(computed)s。"),
    What.TOTAL: _("合计不符：存 %(kept)s 元，重算 %(computed)s 元。"),
    What.POT: _("可分配金额不符：本批 %(kept)s 元，方案 %(computed)s 元。"),
    What.LINE: _("%(name)s（%(region)s）不符：存 %(kept)s 元，重算 %(computed)s 元。"),
    What.MISSING: _("%(name)s（%(region)s）重算得 %(computed)s 元，存下的结果中没有。"),
    What.SURPLUS: _("%(name)s（%(region)s）存 %(kept)s 元，重算没有这个县。"),
}


def said(difference: Difference) -> str:
    """One difference in a sentence."""
    shown = {"kept": _shown(difference.kept), "computed": _shown(difference.computed)}
    about = {"region": difference.region, "name": difference.name}
    fault = faults.said(difference.fault) if difference.fault else ""
    return str(_SAID[difference.what]) % (shown | about | {"fault": fault})


def _shown(value: int | str) -> str:
    return yuan(value) if isinstance(value, int) else value[:16]


def standing(verdict: Verdict) -> str:
    """A run that follows, with what it was computed by."""
    run = verdict.run
    about = {"run": run, "state": run.get_state_display(), "count": len(run.factor_table), "wan": wan(run.total_fen)}
    about |= {"kept": run.software, "now": __version__, "digest": verdict.digest}
    return str(_FOLLOWS) % about


_FOLLOWS = _(
    "%(run)s（%(state)s）：%(count)s 县合计 %(wan)s 万元，逐县重算相符。"
    "当时软件版本 %(kept)s，现在 %(now)s；校验值 %(digest)s"
)
