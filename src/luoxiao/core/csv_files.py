"""CSV that spreadsheets open as what it is: UTF-8 with a mark, quoted, no cell taken for a formula. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def write(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The file's bytes. None is an empty cell; numbers stay numbers; text that begins like a formula is quoted.

    A leading apostrophe is what spreadsheets show as "this is text" (OWASP ASVS 5.0, 1.2.10).
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()).encode()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, int | Decimal):
        return value
    text = str(value).replace("\0", "")
    return "'" + text if text.startswith(FORMULA) else text
