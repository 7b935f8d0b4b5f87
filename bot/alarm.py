"""The telephone numbers before any other words, as soon as somebody tells of danger (domain.md 3.5)."""

from dataclasses import replace

from bot.emergency import Emergency, EmergencyReader
from bot.messages import Reply
from bot.turn import Turn
from wording import Wording

ALWAYS_NAMED = ("110", "119", "120")


class Alarm:
    """Reads the danger, and names the numbers."""

    def __init__(self, wording: Wording, emergencies: EmergencyReader) -> None:
        self._wording, self.read = wording, emergencies.read

    def block(self, danger: Emergency) -> str:
        """The numbers, the most needed first."""
        number = danger.numbers[0]
        first = "" if number in ALWAYS_NAMED else self._wording("emergency_first", number=number)
        return self._wording("emergency", first=first)

    def raise_in(self, turn: Turn, danger: Emergency, *, added: bool) -> None:
        """Put it before the replies. That the words were kept is said only after all changes, when it is sure."""
        turn.outcome.act = "emergency"

        def change(*_: object) -> None:
            intake, replies = turn.outcome.intake, turn.outcome.replies
            kept = intake in ("started", "submitted") or (added and intake != "cancelled")
            said = self._wording("emergency_kept") if kept else ""
            block = "\n".join(filter(None, (self.block(danger), said)))
            replies[:1] = [replace(replies[0], text=f"{block}\n{replies[0].text}")] if replies else [Reply(block)]

        turn.changes.append(change)
