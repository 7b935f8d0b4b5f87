"""What the engine makes of a message, and what a conversation needs of an engine."""

from dataclasses import dataclass, field
from typing import Any, Protocol

Context = dict[str, Any]
QUOTED = ("answer", "overview")  # acts that say what the bulletin says


@dataclass(frozen=True)
class Thought:
    """The words to say and what it asks the conversation to do."""

    act: str
    text: str = ""
    buttons: tuple[dict[str, str], ...] = ()
    section: str | None = None
    picture: bool = False
    do: dict[str, Any] = field(default_factory=dict)
    context: Context | None = None
    intent: str = ""
    sure: float = 0.0  # how well the best answer fits, from 0 to 1

    @property
    def answer(self) -> str | None:
        """The bulletin's answer that was given; None when the context is still that of an earlier one."""
        return (self.context or {}).get("id") if self.section else None

    @property
    def told(self) -> float:
        """How much likelier the words tell something than ask; 0 when nobody has weighed it."""
        return float(self.do.get("told", 0.0))


class Thinker(Protocol):
    """`bot.engine.Engine`, or a stand-in in a test."""

    async def think(self, text: str, context: Context | None) -> Thought:
        """What to say to typed words."""
        ...

    async def answer(self, answer_id: str, context: Context | None) -> Thought:
        """What to say to the button of an answer."""
        ...

    async def menu(self, part: str) -> Thought:
        """The table of contents."""
        ...

    async def overview(self, section: str) -> Thought:
        """What the bulletin says on one item."""
        ...

    async def intent(self, name: str) -> Thought:
        """What to say to a command."""
        ...
