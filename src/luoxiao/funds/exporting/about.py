"""What an exported file says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class About:
    """The head of the file, label and words; where factor values come from; how classes are called."""

    title: str
    said: tuple[tuple[str, str], ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)  # factor code → source
    classes: Mapping[str, str] = field(default_factory=dict)  # region class → name
    rehearsal: bool = False

    def class_name(self, klass: str) -> str:
        """The class as the file calls it; formulas look coefficients up by this word."""
        return self.classes.get(klass, klass) or "未分类"
