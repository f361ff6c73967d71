"""The sheet 参数: every number of the scheme in a cell of its own, tinted where it may be changed."""

from collections.abc import Sequence
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from luoxiao.funds.allocation import Allocation, Normalise, Shape, Transform
from luoxiao.funds.exporting.about import About
from luoxiao.funds.exporting.sheets import PLAIN, WAN, WHOLE, YUAN, Book, Spot, Value, put

NAME = "参数"
TRANSFORMS = {
    Transform.AS_IS: "原值",
    Transform.MAX_PLUS_MIN: "最大＋最小－原值",
    Transform.INVERSE: "1÷原值",
    Transform.GAP_TO_MEAN: "低于平均的差距",
}
NORMALISED = {
    Normalise.SHARE: "÷合计",
    Normalise.MEAN: "÷平均",
    Normalise.MAX: "÷最大",
    Normalise.MIN_MAX: "（原值－最小）÷（最大－最小）",
}
SHAPES = {Shape.WEIGHTED: "加权求和", Shape.PRODUCT: "因素连乘"}
Amount = Value | Fraction | None


class Parameters:
    """Where each number of the scheme stands, and its value in binary as formulas see it."""

    def __init__(self, book: Book, allocation: Allocation, about: About) -> None:
        self._book, self._scheme = book, allocation.scheme
        self._sheet = book.sheet(NAME)
        self._row = 0
        self._sheet.set_column(0, 0, 26)
        self._sheet.set_column(1, 9, 16)
        self._title("参数（有底色的格可以改，其余各表随之重算）")
        self._whole(allocation)
        self._factors()
        self._classes([about.class_name(klass) for klass in _classes(allocation)], _classes(allocation))

    def _whole(self, allocation: Allocation) -> None:
        scheme, bounds = self._scheme, self._scheme.bounds
        self.pot = self._line("总额（万元）", Fraction(scheme.pot_fen, 10**6), WAN)
        self.directed = {
            pot.code: self._line(f"其中定向：{pot.name}（万元）", Fraction(pot.pot_fen, 10**6), WAN)
            for pot in scheme.directed
        }
        self.floor = self._line("保底（万元）", _wan(bounds.floor_fen), WAN)
        self.ceiling = self._line("封顶（万元）", _wan(bounds.ceiling_fen), WAN)
        self.guarantee = self._line("不低于上年的比例", bounds.guarantee, PLAIN)
        self.unit = self._line("取整单位（分）", scheme.rounding_fen, WHOLE, is_input=False)
        self.digits = self._line("余数保留位数", _digits(allocation), WHOLE, is_input=False)
        self._line("计算方式", SHAPES[scheme.shape], PLAIN, is_input=False)

    def _factors(self) -> None:
        weighted = self._scheme.shape is Shape.WEIGHTED
        self._heads("因素", "权重", "单位", "方向", "取值", "归一")
        self.weights: dict[str, Spot] = {}
        for factor in self._scheme.factors:
            more = "越多越多" if factor.transform is Transform.AS_IS else "越少越多"
            words = (factor.unit, more, TRANSFORMS[factor.transform], NORMALISED[factor.normalise])
            self.weights[factor.code] = self._line(factor.name, factor.weight, PLAIN, *words, is_input=weighted)
        if weighted:
            addresses = [spot.address for spot in self.weights.values()]
            self._formula("权重合计", f"ROUND(SUM({addresses[0]}:{addresses[-1].partition('!')[2]}),9)", 1)

    def _classes(self, names: Sequence[str], classes: Sequence[str]) -> None:
        """One row for each class; a column for each coefficient, each fixed line and each directed pot."""
        scheme = self._scheme
        columns: dict[str, tuple[str, Sequence[Amount], str]] = {}
        for each in scheme.coefficients:
            if not each.column:
                columns[each.code] = each.name, [each.by_class[klass] for klass in classes], PLAIN
        for line in scheme.fixed:
            yuan = [Fraction(line.fen_each.get(klass, line.fen_each.get("", 0)), 100) for klass in classes]
            columns[line.code] = f"{line.name}（每人，元）", yuan, YUAN
        for pot in scheme.directed:
            columns[pot.code] = f"{pot.name}（参加为1）", [int(klass in pot.classes) for klass in classes], WHOLE
        self._heads("类别", *(title for title, _values, _shape in columns.values()))
        first, self._named = self._row, list(names)
        for number, name in enumerate(names):
            self._sheet.write_string(self._row, 0, name, self._book.cell(PLAIN))
            for place, (_title, values, shape) in enumerate(columns.values(), 1):
                put(self._sheet, self._row, place, values[number], self._book.cell(shape, is_input=True))
            self._row += 1
        self._first, self._last = first, self._row - 1
        self._of_class = {code: (place, values) for place, (code, (_t, values, _s)) in enumerate(columns.items(), 1)}

    def by_class(self, code: str, cell: str) -> str:
        """The formula that reads this column for the class that stands in a cell."""
        place, _values = self._of_class[code]
        return f"INDEX({self._down(place)},MATCH({cell},{self._down(0)},0))"

    def value_of_class(self, code: str, name: str) -> float:
        """What it gives now."""
        value = self._of_class[code][1][self._named.index(name)]
        assert isinstance(value, int | Fraction)
        return float(value)

    def _down(self, place: int) -> str:
        top, end = (xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True) for row in (self._first, self._last))
        return f"{NAME}!{top}:{end}"

    def _title(self, words: str) -> None:
        self._sheet.write_string(self._row, 0, words, self._book.style(bold=True, font_size=14))
        self._row += 2

    def _heads(self, *titles: str) -> None:
        self._row += 1
        for place, title in enumerate(titles):
            self._sheet.write_string(self._row, place, title, self._book.header())
        self._row += 1

    def _line(self, label: str, value: Amount, shape: str, *words: str, is_input: bool = True) -> Spot:
        self._sheet.write_string(self._row, 0, label, self._book.cell(PLAIN))
        put(self._sheet, self._row, 1, value, self._book.cell(shape, is_input=is_input))
        for place, said in enumerate(words, 2):
            self._sheet.write_string(self._row, place, said, self._book.cell(PLAIN))
        return self._spot(float(value) if isinstance(value, Fraction) else "" if value is None else value)

    def _formula(self, label: str, formula: str, value: Value) -> Spot:
        self._sheet.write_string(self._row, 0, label, self._book.cell(PLAIN))
        self._sheet.write_formula(self._row, 1, f"={formula}", self._book.cell(PLAIN), value)
        return self._spot(value)

    def _spot(self, value: Value) -> Spot:
        address = xl_rowcol_to_cell(self._row, 1, row_abs=True, col_abs=True)
        self._row += 1
        return Spot(f"{NAME}!{address}", value)


def _classes(allocation: Allocation) -> list[str]:
    return sorted({line.klass for line in allocation.lines})


def _digits(allocation: Allocation) -> int:
    """Decimals of a unit that a double still holds beside the units of the pot, with one figure to spare."""
    units = allocation.scheme.pot_fen // allocation.scheme.rounding_fen
    return max(0, min(9, 14 - len(str(units))))


def _wan(fen: int | None) -> Fraction | None:
    return None if fen is None else Fraction(fen, 10**6)
