"""How much of a file from outside is read at most."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds. The child's memory is its address space."""

    file: int = 10 << 20
    characters: int = 1 << 20
    pages: int = 500
    memory: int = 300 << 20
    cpu: int = 10
    wall: int = 20
    rows: int = 100_000
    columns: int = 256
    cells: int = 1_000_000  # of one sheet: the rectangle that holds all of its values
