"""A small language for checks, derived indicators and commitments, which an office can write and an auditor read. Pure.

    B03 >= B01                     a check over the lines of a form
    abs(A03 / last.A03 - 1) <= 30%     against the period before
    0 <= E02 <= 100                comparisons may be chained
    if(A01 == 0, 0, A05 / A01)     a derived figure

Numbers are Decimal; nothing is evaluated but this grammar:

    choice     = both {("or" | "或") both}
    both       = negation {("and" | "且") negation}
    negation   = ["not" | "非"] comparison
    comparison = sum {("=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" | "≠" | "≤" | "≥") sum}
    sum        = product {("+" | "-") product}
    product    = factor {("*" | "/" | "×" | "÷") factor}
    factor     = "-" factor | number ["%"] | name | function "(" choice {"," choice} ")" | "(" choice ")"

A figure that is missing makes every result that needs it None: it is never taken for zero.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import StrEnum
from functools import lru_cache

Value = Decimal | bool | None  # None: a figure that is needed is missing, or the result does not exist (x / 0)
Values = Mapping[str, Decimal | None]

LAST = "last."  # before a name: the figure of the period before
LENGTH = 300  # characters
DEPTH = 20  # brackets within brackets

# Every step is computed to 50 digits, half even: more than any sum of figures has.
_EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])

_SAME = str.maketrans("（），＋－−×＊÷／＜＞＝％．＿　０１２３４５６７８９", "(),+--**//<>=%._ 0123456789")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<sign><=|>=|==|!=|<>|[-+*/()<>=,%≤≥≠]))"
)
_WORDS = {"且": "and", "或": "or", "非": "not"}
_COMPARISONS = {"=": "==", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}


class Mistake(StrEnum):
    """What can be wrong with an expression; the sentences are in core/expression_wording.py."""

    EMPTY = "empty"
    TOO_LONG = "too-long"  # length, limit
    TOO_DEEP = "too-deep"  # limit
    SIGN = "sign"  # found: a character that means nothing here
    UNEXPECTED = "unexpected"  # found, empty at the end
    UNKNOWN_FUNCTION = "unknown-function"  # found
    ARGUMENTS = "arguments"  # function, given, wanted
    PLACES = "places"  # found: round(x, n) wants 0 to 10 written out
    NOT_A_NUMBER = "not-a-number"  # a comparison stands where a number is needed
    NOT_A_CONDITION = "not-a-condition"  # a number stands where a comparison is needed


class Misspelt(Exception):
    """An expression that is none: which mistake, at which column (from 1)."""

    def __init__(self, code: Mistake, column: int, **params: str | int) -> None:
        self.code, self.column, self.params = code, column, params
        super().__init__(f"{code} at {column}")


@dataclass(frozen=True)
class Node:
    """A piece of an expression: what it gives, and how."""

    is_condition: bool
    evaluate: Callable[[Values], Value]
    column: int


@dataclass(frozen=True)
class Expression:
    """A parsed expression: its text, the names of the figures it needs, whether it is true or false or a number."""

    text: str
    names: frozenset[str]
    is_condition: bool
    root: Node


def evaluate(expression: Expression, values: Values) -> Value:
    """The result over these figures; None where one that is needed is missing, or for a division by zero."""
    return expression.root.evaluate(values)


@lru_cache(2048)
def parse(text: str) -> Expression:
    """Read an expression. Raises Misspelt."""
    if len(text) > LENGTH:
        raise Misspelt(Mistake.TOO_LONG, LENGTH + 1, length=len(text), limit=LENGTH)
    reader = _Reader(_tokens(text), len(text) + 1)
    if reader.at_end:
        raise Misspelt(Mistake.EMPTY, 1)
    root = reader.choice()
    if not reader.at_end:
        raise reader.unexpected()
    return Expression(text, frozenset(reader.names), root.is_condition, root)


@dataclass(frozen=True)
class _Token:
    kind: str  # number, name or sign
    text: str
    column: int


def _tokens(text: str) -> list[_Token]:
    plain, found, position = text.translate(_SAME), [], 0
    while plain[position:].strip():
        match = _TOKEN.match(plain, position)
        if match is None:
            column = position + len(plain[position:]) - len(plain[position:].lstrip()) + 1
            raise Misspelt(Mistake.SIGN, column, found=text[column - 1])
        kind = str(match.lastgroup)
        word = match[kind]
        found.append(_Token("sign" if word in _WORDS else kind, _WORDS.get(word, word), match.start(kind) + 1))
        position = match.end()
    return found


class _Reader:
    """Goes through the tokens once, from left to right; one method for each line of the grammar."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.names: set[str] = set()
        self._tokens, self._end = tokens, end
        self._next = self._depth = 0

    @property
    def at_end(self) -> bool:
        return self._next == len(self._tokens)

    def unexpected(self) -> Misspelt:
        column = self._end if self.at_end else self._tokens[self._next].column
        return Misspelt(Mistake.UNEXPECTED, column, found="" if self.at_end else self._tokens[self._next].text)

    def choice(self) -> Node:
        left = self._both()
        while token := self._take("or"):
            left = _logic(token, left, self._both(), decisive=True)
        return left

    def _both(self) -> Node:
        left = self._negation()
        while token := self._take("and"):
            left = _logic(token, left, self._negation(), decisive=False)
        return left

    def _negation(self) -> Node:
        token = self._take("not")
        if token is None:
            return self._comparison()
        with_sign = _condition(self._nested(self._negation))
        return Node(True, lambda values: _opposite(with_sign.evaluate(values)), token.column)

    def _comparison(self) -> Node:
        parts, signs = [self._sum()], []
        while token := self._take("=", "==", "!=", "<>", "<", "<=", ">", ">=", "≠", "≤", "≥"):
            signs.append(_COMPARISONS.get(token.text, token.text))
            parts.append(_number(self._sum()))
        return _compared(_number(parts[0]), parts[1:], signs) if signs else parts[0]

    def _sum(self) -> Node:
        left = self._product()
        while token := self._take("+", "-"):
            left = _computed(token, left, self._product())
        return left

    def _product(self) -> Node:
        left = self._factor()
        while token := self._take("*", "/"):
            left = _computed(token, left, self._factor())
        return left

    def _factor(self) -> Node:
        if token := self._take("-"):
            inner = _number(self._nested(self._factor))
            return _applied(lambda value: -value, [inner], token.column)
        if self._take("("):
            inside = self._nested(self.choice)
            self._demand(")")
            return inside
        if token := self._take_kind("number"):
            return self._constant(token)
        if token := self._take_kind("name"):
            return self._call(token) if self._take("(") else self._figure(token)
        raise self.unexpected()

    def _constant(self, token: _Token) -> Node:
        value = Decimal(token.text).scaleb(-2) if self._take("%") else Decimal(token.text)
        return Node(False, lambda values: value, token.column)

    def _figure(self, token: _Token) -> Node:
        self.names.add(token.text)
        return Node(False, lambda values: values.get(token.text), token.column)

    def _call(self, token: _Token) -> Node:
        make = _FUNCTIONS.get(token.text)
        if make is None:
            raise Misspelt(Mistake.UNKNOWN_FUNCTION, token.column, found=token.text)
        given = [self._nested(self.choice)]
        while self._take(","):
            given.append(self._nested(self.choice))
        self._demand(")")
        return make(token, given)

    def _nested(self, read: Callable[[], Node]) -> Node:
        """Read one level deeper."""
        self._depth += 1
        if self._depth > DEPTH:
            column = self._end if self.at_end else self._tokens[self._next].column
            raise Misspelt(Mistake.TOO_DEEP, column, limit=DEPTH)
        node = read()
        self._depth -= 1
        return node

    def _take(self, *signs: str) -> _Token | None:
        if self.at_end or self._tokens[self._next].text not in signs:
            return None
        self._next += 1
        return self._tokens[self._next - 1]

    def _take_kind(self, kind: str) -> _Token | None:
        if self.at_end or self._tokens[self._next].kind != kind:
            return None
        return self._take(self._tokens[self._next].text)

    def _demand(self, sign: str) -> None:
        if not self._take(sign):
            raise self.unexpected()


def _number(node: Node) -> Node:
    if node.is_condition:
        raise Misspelt(Mistake.NOT_A_NUMBER, node.column)
    return node


def _condition(node: Node) -> Node:
    if not node.is_condition:
        raise Misspelt(Mistake.NOT_A_CONDITION, node.column)
    return node


def _opposite(value: Value) -> Value:
    return None if value is None else not value


def _logic(token: _Token, left: Node, right: Node, *, decisive: bool) -> Node:
    """`or` is decided by a true side, `and` by a false one, even where the other side is missing."""
    _condition(left), _condition(right)

    def evaluate(values: Values) -> Value:
        sides = (left.evaluate(values), right.evaluate(values))
        if decisive in sides:
            return decisive
        return None if None in sides else not decisive

    return Node(True, evaluate, token.column)


_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compared(first: Node, rest: list[Node], signs: list[str]) -> Node:
    """a < b < c holds where a < b and b < c do."""

    def holds(values: list[Decimal]) -> bool:
        return all(_HOLDS[sign](values[i], values[i + 1]) for i, sign in enumerate(signs))

    return Node(True, lambda values: _with_all([first, *rest], values, holds), first.column)


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "/": _EXACT.divide,
}


def _computed(token: _Token, left: Node, right: Node) -> Node:
    operate = _OPERATIONS[token.text]
    return _applied(operate, [_number(left), _number(right)], left.column)


def _applied(function: Callable[..., Decimal], parts: list[Node], column: int) -> Node:
    def evaluate(values: Values) -> Value:
        return _with_all(parts, values, lambda numbers: function(*numbers))

    return Node(False, evaluate, column)


def _with_all(parts: list[Node], values: Values, use: Callable[[list[Decimal]], Value]) -> Value:
    """Use the numbers of all parts; None where one is missing or the result does not exist."""
    numbers = []
    for part in parts:
        number = part.evaluate(values)
        if number is None:
            return None
        numbers.append(Decimal(number))
    try:
        return use(numbers)
    except (InvalidOperation, DivisionByZero, Overflow):
        return None


def _abs(token: _Token, given: list[Node]) -> Node:
    _count(token, given, 1)
    return _applied(abs, [_number(given[0])], token.column)


def _extreme(choose: Callable[..., Decimal]) -> Callable[[_Token, list[Node]], Node]:
    def make(token: _Token, given: list[Node]) -> Node:
        return _applied(lambda *numbers: choose(numbers), [_number(node) for node in given], token.column)

    return make


def _round(token: _Token, given: list[Node]) -> Node:
    """round(x, n): n decimal places, halves away from zero, as offices round."""
    _count(token, given, 2)
    places = _number(given[1]).evaluate({})
    if not isinstance(places, Decimal) or places not in range(11):
        raise Misspelt(Mistake.PLACES, given[1].column, found="" if places is None else str(places))
    step = Decimal(1).scaleb(-int(places))
    return _applied(lambda x: x.quantize(step, ROUND_HALF_UP, _EXACT), [_number(given[0])], token.column)


def _if(token: _Token, given: list[Node]) -> Node:
    """if(condition, a, b): only the branch that is chosen must be known."""
    _count(token, given, 3)
    condition, yes, no = _condition(given[0]), given[1], given[2]
    if yes.is_condition != no.is_condition:
        raise Misspelt(Mistake.NOT_A_NUMBER if no.is_condition else Mistake.NOT_A_CONDITION, no.column)

    def evaluate(values: Values) -> Value:
        decided = condition.evaluate(values)
        return None if decided is None else (yes if decided else no).evaluate(values)

    return Node(yes.is_condition, evaluate, token.column)


def _count(token: _Token, given: list[Node], wanted: int) -> None:
    if len(given) != wanted:
        raise Misspelt(Mistake.ARGUMENTS, token.column, function=token.text, given=len(given), wanted=wanted)


_FUNCTIONS: dict[str, Callable[[_Token, list[Node]], Node]] = {
    "abs": _abs,
    "min": _extreme(min),
    "max": _extreme(max),
    "round": _round,
    "if": _if,
}
