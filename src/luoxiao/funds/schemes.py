"""Schemes as text: TOML that an office writes, plain JSON in which a run is frozen, and the digest of a run. Pure.

JSON keeps amounts in fen and fractions as "23/20". TOML says amounts in yuan under keys that end in `yuan` instead of
`fen`, as "22600000.00" or as a whole number, and fractions as 1.15 or "23/20"; nothing passes through a float:

    name = "2012年第二批"
    pot_yuan = "22600000.00"
    shape = "weighted"
    rounding_yuan = 1

    [[factors]]
    code = "aged_60"
    name = "60岁及以上人口"
    unit = "人"
    weight = 0.6

    [[coefficients]]
    code = "area"
    name = "连片特困系数"
    by_class = {listed = 1.15, other = 1}

    [bounds]
    floor_yuan = 400000
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Any, TypeVar

from luoxiao.funds.allocation import Allocation, allocate
from luoxiao.funds.tables import read_factors
from luoxiao.funds.terms import (
    Adjustment,
    Bounds,
    Coefficient,
    Directed,
    Direction,
    Factor,
    Fault,
    Faults,
    FixedLine,
    Normalise,
    Region,
    Scheme,
    Shape,
    Transform,
    Wrong,
)

__all__ = [
    "digest",
    "from_json",
    "read_factors",
    "read_scheme",
    "regions_from_json",
    "regions_to_json",
    "to_json",
    "write_scheme",
]

Plain = Any  # what json.loads and tomllib.loads give
T = TypeVar("T")
_FRACTION = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40}|/0*[1-9][0-9]{0,40})?")  # no exponents: 1e999999999 is a bomb
_YUAN = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,2})?")


def to_json(scheme: Scheme) -> dict[str, Plain]:
    """The scheme in plain values; from_json gives it back."""
    plain: dict[str, Plain] = _plain(scheme)
    return plain


def regions_to_json(regions: Sequence[Region]) -> list[Plain]:
    """The regions in plain values, in the order of their codes."""
    return [_plain(region) for region in sorted(regions, key=lambda region: region.code)]


def _plain(value: object) -> Plain:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, StrEnum | Fraction):
        return str(value)
    return value


def from_json(plain: Plain) -> Scheme:
    """The scheme that to_json wrote. Raises Faults that name each key."""
    return _Reader().whole(Scheme, plain)


def regions_from_json(plain: Sequence[Plain]) -> list[Region]:
    """The regions that regions_to_json wrote. Raises Faults."""
    return [_Reader().whole(Region, each) for each in plain]


def digest(scheme: Scheme, regions: Sequence[Region], allocation: Allocation | None = None) -> str:
    """SHA-256 over scheme, regions and amounts in canonical JSON; recomputes the amounts unless they are given."""
    amounts = {line.code: line.total_fen for line in (allocation or allocate(scheme, regions)).lines}
    whole = {"scheme": to_json(scheme), "regions": regions_to_json(regions), "amounts_fen": amounts}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def read_scheme(text: str) -> Scheme:
    """The scheme an office wrote in TOML. Raises Faults that name each key."""
    try:
        written = tomllib.loads(text, parse_float=_fraction)
    except ValueError as error:
        raise Faults([Fault(Wrong.NOT_TOML, {"said": str(error)})]) from None
    reader = _Reader()
    return reader.whole(Scheme, reader.in_fen(written, ""))


def write_scheme(scheme: Scheme) -> str:
    """The scheme in TOML; read_scheme gives it back."""
    written = _in_yuan(to_json(scheme))
    simple = [f"{key} = {_toml(value)}" for key, value in written.items() if not isinstance(value, dict | list)]
    blocks = ["\n".join(simple)]
    for key, value in written.items():
        if isinstance(value, list):
            blocks += [f"[[{key}]]\n{_table(each)}" for each in value]
        elif isinstance(value, dict) and (table := _table(value)):
            blocks.append(f"[{key}]\n{table}")
    return "\n\n".join(blocks) + "\n"


def _table(values: Mapping[str, Plain]) -> str:
    kept = {
        key: value for key, value in values.items() if value not in (None, {}, []) and (key, value) != ("column", "")
    }
    return "\n".join(f"{_key(key)} = {_toml(value)}" for key, value in kept.items())


def _toml(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's strings are JSON's, but for DEL


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml(key)


def _is_money(key: str, old: str) -> bool:
    return old in key.split("_")


def _renamed(key: str, old: str, new: str) -> str:
    return "_".join(new if part == old else part for part in key.split("_"))


def _in_yuan(plain: Plain, key: str = "") -> Plain:
    """Amounts as yuan with two places, keys renamed, fractions as decimals where they are; None stays."""
    if plain is None:
        return None
    if isinstance(plain, list):
        return [_in_yuan(each) for each in plain]
    say = _decimal if key in ("weight", "guarantee", "by_class") else _yuan if _is_money(key, "fen") else None
    if isinstance(plain, dict):
        if say:  # by class or by region code
            return {name: say(value) for name, value in plain.items()}
        return {_renamed(name, "fen", "yuan"): _in_yuan(value, name) for name, value in plain.items()}
    return say(plain) if say else plain


def _decimal(text: str) -> Decimal | str:
    """23/20 as 1.15; 1/3 stays."""
    exact = Fraction(text)
    shown = Decimal(exact.numerator) / exact.denominator
    return shown if Fraction(shown) == exact and "E" not in str(shown) else text


def _yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def _fraction(value: object) -> Fraction:
    """A number that was written exactly. Raises ValueError for anything else, floats included."""
    if isinstance(value, Fraction) or (isinstance(value, int) and not isinstance(value, bool)):
        return Fraction(value)
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        return Fraction(value)
    raise ValueError(f"not a number: {value}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(value)
    return value


def _maybe(kind: Callable[[object], T]) -> Callable[[object], T | None]:
    return lambda value: None if value is None else kind(value)


def _mapping(kind: Callable[[object], T]) -> Callable[[object], dict[str, T]]:
    def read(value: object) -> dict[str, T]:
        if not isinstance(value, Mapping):
            raise ValueError(value)
        return {_text(key): kind(each) for key, each in value.items()}

    return read


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(value)
    return tuple(map(_text, value))


# How the fields of each table are read, where they are not plain text.
_FIELDS: dict[type, dict[str, Any]] = {
    Scheme: {
        "pot_fen": _whole,
        "shape": Shape,
        "factors": [Factor],
        "coefficients": [Coefficient],
        "fixed": [FixedLine],
        "directed": [Directed],
        "bounds": Bounds,
        "adjustments": [Adjustment],
        "rounding_fen": _whole,
        "early_fen": _mapping(_whole),
    },
    Factor: {"weight": _fraction, "direction": Direction, "transform": Transform, "normalise": Normalise},
    Coefficient: {"by_class": _mapping(_fraction)},
    FixedLine: {"fen_each": _mapping(_whole)},
    Directed: {"pot_fen": _whole, "classes": _texts},
    Bounds: {"floor_fen": _maybe(_whole), "ceiling_fen": _maybe(_whole), "guarantee": _maybe(_fraction)},
    Adjustment: {"fen": _whole},
    Region: {"values": _mapping(_maybe(_fraction)), "last_fen": _maybe(_whole)},
}


class _Reader:
    """Reads plain values into the terms; every key that is wrong is named."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def whole(self, wanted: type[T], plain: Plain) -> T:
        """The thing, or Faults."""
        read = self.table(wanted, plain, "")
        if self.faults or read is None:
            raise Faults(self.faults)
        return read

    def table(self, wanted: type[T], plain: Plain, where: str) -> T | None:
        """One dataclass from a mapping, None where something is wrong with it."""
        if not isinstance(plain, Mapping):
            self._bad(where or "/", plain)
            return None
        before, at = len(self.faults), f"{where}." if where else ""
        known = {each.name: each for each in fields(wanted)}  # type: ignore[arg-type]
        self.faults += [Fault(Wrong.KEY_UNKNOWN, {"where": f"{at}{key}"}) for key in plain if key not in known]
        for name, each in known.items():
            if each.default is MISSING and each.default_factory is MISSING and name not in plain:
                self.faults.append(Fault(Wrong.KEY_MISSING, {"where": f"{at}{name}"}))
        kinds = _FIELDS[wanted]
        read = {
            name: self._value(kinds.get(name, _text), plain[name], f"{at}{name}") for name in known if name in plain
        }
        return wanted(**read) if len(self.faults) == before else None

    def _value(self, kind: Any, value: Plain, where: str) -> Any:
        if isinstance(kind, list):
            if not isinstance(value, list):
                return self._bad(where, value)
            return tuple(self.table(kind[0], each, f"{where}[{number}]") for number, each in enumerate(value, 1))
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self._choice(kind, value, where)
        if is_dataclass(kind):
            return self.table(kind, value, where)  # type: ignore[arg-type]
        try:
            return kind(value)
        except ValueError:
            return self._bad(where, value)

    def _choice(self, kind: type[StrEnum], value: Plain, where: str) -> StrEnum | None:
        try:
            return kind(value)
        except ValueError:
            params = {"where": where, "value": str(value), "choices": "、".join(kind)}
            self.faults.append(Fault(Wrong.CHOICE_BAD, params))
            return None

    def _bad(self, where: str, value: Plain) -> None:
        self.faults.append(Fault(Wrong.VALUE_BAD, {"where": where, "value": str(value)[:60]}))

    def in_fen(self, written: Plain, where: str) -> Plain:
        """TOML's yuan as fen, keys renamed; a key in fen is not known here."""
        if isinstance(written, list):
            return [self.in_fen(each, f"{where}[{number}]") for number, each in enumerate(written, 1)]
        if not isinstance(written, dict):
            return written
        at = f"{where}." if where else ""
        found = {}
        for key, value in written.items():
            if _is_money(key, "fen"):
                self.faults.append(Fault(Wrong.KEY_UNKNOWN, {"where": at + key}))
            elif _is_money(key, "yuan"):
                found[_renamed(key, "yuan", "fen")] = self._amounts(value, at + key)
            else:
                found[key] = value if key == "by_class" else self.in_fen(value, at + key)
        return found

    def _amounts(self, value: Plain, where: str) -> Plain:
        if isinstance(value, dict):
            return {key: self._fen(each, f"{where}.{key}") for key, each in value.items()}
        return self._fen(value, where)

    def _fen(self, value: Plain, where: str) -> int:
        exact = isinstance(value, int) and not isinstance(value, bool)
        if exact or (isinstance(value, str) and _YUAN.fullmatch(value)):
            return int(Fraction(value) * 100)
        if isinstance(value, Fraction) and (value * 100).denominator == 1:
            return int(value * 100)
        self._bad(where, value)
        return 0
