"""The sentences for what is wrong with an expression."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.core.expressions import Misspelt, Mistake

_SENTENCES: dict[Mistake, str | Promise] = {
    Mistake.EMPTY: _("公式是空的。写上公式，如 B03 >= B01。"),
    Mistake.TOO_LONG: _("公式有 %(length)s 字，超过 %(limit)s 字。拆成几条。"),
    Mistake.TOO_DEEP: _("括号套了 %(limit)s 层以上。拆成几条。"),
    Mistake.SIGN: _("“%(found)s”不是公式里可用的符号。可用 + - * / ( ) 和比较符号。"),
    Mistake.UNEXPECTED: _("“%(found)s”不该在这里。检查前面是否缺了项目或符号。"),
    Mistake.UNKNOWN_FUNCTION: _("没有函数“%(found)s”。可用 abs、min、max、round、if。"),
    Mistake.ARGUMENTS: _("函数 %(function)s 要 %(wanted)s 个参数，写了 %(given)s 个。"),
    Mistake.PLACES: _("round 的第二个参数是小数位数，写 0 到 10 的整数。"),
    Mistake.NOT_A_NUMBER: _("这里要一个数，写的是条件。"),
    Mistake.NOT_A_CONDITION: _("这里要一个条件，写的是数。写明与什么比较。"),
}
_ENDED = _("公式没有写完。检查后面是否缺了项目或右括号。")


def sentence(misspelt: Misspelt) -> str:
    """What is wrong, at which column, and what to do."""
    said = _SENTENCES[misspelt.code]
    if misspelt.code is Mistake.UNEXPECTED and not misspelt.params["found"]:
        said = _ENDED
    place = _("第 %(column)s 列：") % {"column": misspelt.column}
    return place + str(said) % misspelt.params
