"""What one message or press does to a draft."""

from dataclasses import dataclass, field
from enum import Enum

Choice = tuple[str, str]  # what comes back when it is pressed, name of its label


class Effect(Enum):
    """What becomes of the draft."""

    KEEP = "keep"
    DROP = "drop"
    SUBMIT = "submit"
    HAND_OFF = "hand off"  # must not be stored here: erased, the citizen told where to go


@dataclass
class Step:
    """The effect, and the words to say before the next question."""

    effect: Effect = Effect.KEEP
    lines: list[str] = field(default_factory=list)
    extra: list[Choice] = field(default_factory=list)
    wants_person: bool = False

    def say(self, line: str) -> None:
        """One more line, once."""
        if line and line not in self.lines:
            self.lines.append(line)
