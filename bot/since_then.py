"""What changed in an item since the bulletin: staff's released words with their day, apart from the bulletin's own."""

import asyncio
from dataclasses import replace

from sqlalchemy.engine import Engine as Database

from bot.thought import QUOTED, Context, Thinker, Thought
from cases.ledger import public
from cases.ledger.public import PublicChange
from db.session import read_scope
from wording import Wording

MOST = 3  # the newest; more would bury the answer


class SinceThen:
    """Thinks as the engine does and puts a line below an answer; `bulletin` changes when another one goes live."""

    def __init__(self, engine: Thinker, database: Database, wording: Wording, bulletin: str) -> None:
        self._engine, self._database, self._wording, self.bulletin = engine, database, wording, bulletin

    async def think(self, text: str, context: Context | None) -> Thought:
        """Typed words."""
        return await self._with_changes(await self._engine.think(text, context))

    async def answer(self, answer_id: str, context: Context | None) -> Thought:
        """The button of an answer."""
        return await self._with_changes(await self._engine.answer(answer_id, context))

    async def menu(self, part: str) -> Thought:
        """The table of contents, as it is."""
        return await self._engine.menu(part)

    async def overview(self, section: str) -> Thought:
        """What the bulletin says on one item."""
        return await self._with_changes(await self._engine.overview(section))

    async def intent(self, name: str) -> Thought:
        """A command, as it is."""
        return await self._engine.intent(name)

    async def _with_changes(self, thought: Thought) -> Thought:
        if thought.act not in QUOTED or thought.section is None:
            return thought
        changes = await asyncio.to_thread(self._changes, thought.section)
        lines = [self._line(change) for change in changes[-MOST:]]
        return replace(thought, text="\n".join([thought.text, *lines])) if lines else thought

    def _changes(self, section: str) -> list[PublicChange]:
        with read_scope(self._database) as session:
            return public.changes_since(session, self.bulletin, section)

    def _line(self, change: PublicChange) -> str:
        return self._wording("answer.since_then", day=change.on, words=change.words)
