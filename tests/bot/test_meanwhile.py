"""A citizen who writes while an officer moves the same case loses no word (architecture.md section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from bot.conversation import Conversation
from bot.listening import Listener
from bot.messages import Incoming, Outcome
from bot.turn import Change, ChatState, Custody, Turn
from cases import following
from cases.chats import KnownChat
from cases.models import Case, Message
from cases.routing.jurisdiction import NOWHERE
from db.session import read_scope, write_scope
from tests import databases
from tests.builders import DERIVATION, NOW, RECOVERY, SECRET, make_case
from wording import Wording


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    yield from databases.opened(request.param, tmp_path)


@dataclass
class AddsWords:
    """Adds what is said to the first case; so often an officer has changed it a moment before."""

    officers: int
    tries: list[int] = field(default_factory=list)

    async def turn(self, state: ChatState, incoming: Incoming) -> Turn:
        """The turn of a citizen who adds something."""
        return Turn(Outcome("intake", intake="submitted"), state.context, [self._change(incoming.text)])

    def alarm(self, _text: str) -> None:
        """Nobody is in danger."""

    def _change(self, text: str) -> Change:
        def change(session: Session, _chat: KnownChat) -> None:
            case = session.get_one(Case, 1)
            self.tries.append(case.version)
            following.add_message(session, case, text, NOW, NOWHERE)
            if len(self.tries) <= self.officers:
                other = update(Case).values(version=Case.version + 1)
                session.execute(other.execution_options(synchronize_session=False))
            case.urgent = True

        return change


async def said(engine: Engine, listener: AddsWords) -> tuple[str, list[str]]:
    """The act of the answer, and what the case holds afterwards besides its first words."""
    with write_scope(engine) as session:
        make_case(session)
    custody = Custody(SECRET, RECOVERY.public, DERIVATION)
    talk = Conversation(engine, custody, cast("Listener", listener), Wording.load(), lambda: NOW, lambda: None)
    outcome = await talk.handle(Incoming("telegram", "4711", "1", "还有一处"))
    with read_scope(engine) as session:
        return outcome.act, [row.content.decode() for row in session.query(Message).order_by(Message.id)][1:]


@pytest.mark.parametrize("officers", [0, 1, 2])
async def test_an_officer_who_was_quicker_costs_the_citizen_nothing(engine: Engine, officers: int) -> None:
    listener = AddsWords(officers)
    assert await said(engine, listener) == ("intake", ["还有一处"])
    assert len(listener.tries) == officers + 1


async def test_who_is_never_quick_enough_is_told_so(engine: Engine) -> None:
    assert await said(engine, AddsWords(99)) == ("error", [])
