"""One message in, one outcome out: read, think, then write in one short transaction (architecture.md section 3)."""

import asyncio
import logging
import time
import weakref
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Engine as Database
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.listening import Listener
from bot.messages import Incoming, Outcome, Reply
from bot.turn import ChatState, Custody, Turn
from cases import answer_counts, chats, citizen_notices, deliveries, drafts, outbox
from cases.errors import AlreadySeen, Stale
from cases.likeness import published
from cases.likeness.published import Others
from cases.times import local_date
from db.session import read_scope, write_scope
from wording import Wording

log = logging.getLogger(__name__)
TRIES = 3  # another process may have written to the same chat in between
REPEATED = "repeated"


class Conversation:
    """Handles the messages of all channels; those of one chat one after another."""

    def __init__(
        self,
        database: Database,
        custody: Custody,
        listener: Listener,
        wording: Wording,
        clock: Callable[[], datetime],
        committed: Callable[[], None],
    ) -> None:
        self._database, self._custody, self._listener = database, custody, listener
        self._wording, self._clock, self._committed = wording, clock, committed
        self.heard: Callable[[Outcome, float], None] = lambda _outcome, _seconds: None  # who counts
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def handle(self, incoming: Incoming) -> Outcome:
        """Answer once, however often the message is delivered; on any failure say that nothing was saved."""
        started = time.monotonic()
        outcome = await self._answered(incoming)
        self.heard(outcome, time.monotonic() - started)
        return outcome

    async def _answered(self, incoming: Incoming) -> Outcome:
        key = self._custody.secret.chat_key(incoming.channel, incoming.address)
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            try:
                return await self._handle(incoming)
            except Exception as failure:  # noqa: BLE001 - the outermost edge: a citizen is never left without a word
                log.error("message not handled: %s", type(failure).__name__)
                return await self._apologize(incoming)

    async def standing(self, channel: str, address: str) -> Outcome:
        """What is open in a chat, for a message that cannot be taken."""
        state = await asyncio.to_thread(self._read, Incoming(channel, address, key=""))
        kind = state.draft.body.kind if state.draft else None
        return Outcome("error", intake="continues" if state.draft else None, kind=kind)

    async def forget(self, channel: str, address: str) -> None:
        """Forget a chat: context, counters, drafts; cases stay."""
        await asyncio.to_thread(self._forget, channel, address)

    async def _handle(self, incoming: Incoming) -> Outcome:
        for _ in range(TRIES):
            state = await asyncio.to_thread(self._read, incoming)
            if state.seen:
                return Outcome(REPEATED)
            turn = await self._listener.turn(state, incoming)
            try:
                await asyncio.to_thread(self._write, incoming, state, turn)
            except (Stale, StaleDataError):  # another chat, or an officer, has changed the same row meanwhile
                continue
            except AlreadySeen:
                return Outcome(REPEATED)
            self._committed()
            return turn.outcome
        raise Stale

    def _read(self, incoming: Incoming) -> ChatState:
        secret, now = self._custody.secret, self._clock()
        with read_scope(self._database) as session:
            seen = deliveries.already_seen(session, secret.delivery_key(incoming.channel, incoming.key))
            chat = chats.load(session, secret, incoming.channel, incoming.address, now)
            draft = drafts.load(session, secret, chat.id, now) if chat else None
        return ChatState(now, seen, chat, draft, self._others)

    async def _others(self, text: str) -> Others:
        return await asyncio.to_thread(self._like, text)

    def _like(self, text: str) -> Others:
        with read_scope(self._database) as session:
            return published.others(session, text)

    def _write(self, incoming: Incoming, state: ChatState, turn: Turn) -> None:
        secret = self._custody.secret
        with write_scope(self._database) as session:
            deliveries.remember(session, secret.delivery_key(incoming.channel, incoming.key), state.now)
            chat = state.chat or chats.add(session, secret, incoming.channel, incoming.address, state.now)
            citizen_notices.acknowledge(session, secret, incoming.channel, incoming.address, incoming.seen, state.now)
            for change in turn.changes:
                change(session, chat)
            session.flush()  # a row that was changed meanwhile is noticed here, and not while counting
            chats.save(session, secret, chat, turn.context, state.now)
            for reply in turn.outcome.replies:
                outbox.put(session, secret, incoming.channel, incoming.address, payload_of(reply), state.now)
            _count(session, turn.outcome.act, state.now)

    async def _apologize(self, incoming: Incoming) -> Outcome:
        """Nothing was saved and the citizen is told so, after what to do in danger; if even that fails, the channel
        delivers again."""
        alarm = self._listener.alarm(incoming.text)
        text = "\n".join(filter(None, (alarm, self._wording("intake.not_saved"))))
        outcome = Outcome("emergency" if alarm else "error", [Reply(text)], saved=False)
        await asyncio.to_thread(self._put, incoming, outcome.replies[0])
        self._committed()
        return outcome

    def _put(self, incoming: Incoming, reply: Reply) -> None:
        with write_scope(self._database) as session:
            secret = self._custody.secret
            outbox.put(session, secret, incoming.channel, incoming.address, payload_of(reply), self._clock())

    def _forget(self, channel: str, address: str) -> None:
        secret, now = self._custody.secret, self._clock()
        with write_scope(self._database) as session:
            chat = chats.load(session, secret, channel, address, now)
            if chat:
                self._listener.forget(session, chat.id)
                chats.save(session, secret, chat, {}, now)


def _count(session: Session, act: str, now: datetime) -> None:
    """A statistic that cannot be written takes no answer from anybody."""
    try:
        with session.begin_nested():
            answer_counts.note(session, act, local_date(now))
    except SQLAlchemyError as failure:
        log.error("answer not counted: %s", type(failure).__name__)


def payload_of(reply: Reply) -> dict[str, Any]:
    """A reply as a row of the outbox holds it."""
    return {
        "text": reply.text,
        "buttons": [[button.label, button.data] for button in reply.buttons],
        "image": reply.image,
        "picture": reply.picture,
        "delete": list(reply.delete),
    }
