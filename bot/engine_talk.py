"""What the engine thinks, as a turn: says it, remembers what was answered, does what it asks for."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.awaiting import awaited
from bot.case_talk import CaseTalk
from bot.draft_questions import question_behind
from bot.draft_talk import DraftTalk
from bot.follow_up import follow_up, remember
from bot.messages import Button, Incoming, Outcome, Reply
from bot.missed import OFFERED, MissedQuestions
from bot.phrases import PhraseReader
from bot.thought import Thinker, Thought
from bot.turn import Change, ChatState, Kept, Turn
from bot.votes import BEST, GIVEN, QUESTION, QUESTION_KEPT, WORST, Votes
from cases import answer_ratings
from cases.kinds import Kind
from cases.times import local_date

BLAME = re.compile(
    "不(?![错措赖])|没(?!错|毛病)|(?<![不没])错|差(?!不多)|烂|无用|垃圾|答[非菲飞]|答西|fei suo wen|da cuo"
)
INTENT_BUTTONS = {"menu": "menu", "status": "case_status", "help": "help", "cancel": "cancel"}
CASE_REQUESTS = {"ask_code": "status", "withdraw": "withdraw", "add": "add", "rate": "rate"}


class EngineTalk:
    """Knows what an engine may ask for in `do`."""

    def __init__(
        self,
        engine: Thinker,
        drafts: DraftTalk,
        cases: CaseTalk,
        kept: Kept,
        phrases: PhraseReader,
        missed: MissedQuestions,
        votes: Votes,
    ) -> None:
        self._engine, self._drafts, self._cases, self._kept = engine, drafts, cases, kept
        self._phrases, self._missed, self._votes = phrases, missed, votes

    def thinker(self, state: ChatState) -> Callable[[str], Awaitable[Thought]]:
        """Thinks in the light of what was answered last."""
        return lambda text: self._engine.think(text, follow_up(state))

    async def kind_of(self, text: str) -> Kind | None:
        """What the words seem to be, when they report something."""
        return _kind(await self._engine.think(text, None)) if text.strip() else None

    async def case_request(self, text: str) -> str | None:
        """What the words beside a receipt code want done with the case."""
        return CASE_REQUESTS.get((await self._engine.think(text, None)).do.get("name", ""))

    async def said(self, state: ChatState, incoming: Incoming) -> Turn:
        """The turn for typed words."""
        thought = await self.thinker(state)(incoming.text)
        if awaited(state) in CASE_REQUESTS.values() and self._cases.codes.looks_like_a_code(incoming, thought):
            return self._cases.codes.incomplete(state)
        return await self._turn(state, incoming, thought)

    async def pressed(self, state: ChatState, incoming: Incoming, data: str) -> Turn:
        """The turn for a button: never goes through the classifier."""
        group, _, rest = data.partition(":")
        if group == "v":
            return self._votes.press(state, rest)
        if group == "a":
            thought = await self._engine.answer(rest, follow_up(state))
        elif group == "m":
            thought = await self._engine.menu(rest)
        elif group == "s":
            thought = await self._engine.overview(rest)
        elif group == "contact":
            thought = await self._engine.answer("ask/contact_all_channels", None)
        elif group == "none_of_these":
            thought = await self._engine.answer("", None)
        else:
            thought = await self._engine.intent(INTENT_BUTTONS.get(group, "help"))
        chosen = self._missed.chosen(state, rest) if group == "a" else ""
        turn = await self._turn(state, replace(incoming, text=""), thought, chosen)
        if group == "none_of_these":
            self._missed.none_fits(turn, state)
        return turn

    async def _turn(self, state: ChatState, incoming: Incoming, thought: Thought, chosen: str = "") -> Turn:
        """`chosen`: the question that a pressed choice was offered for."""
        do = thought.do.get("name", "")
        if do == "start_intake" and not state.draft:
            return await self._start_intake(state, incoming, thought)
        if do in CASE_REQUESTS:
            return self._cases.ask(state, CASE_REQUESTS[do], thought.act, thought.text)
        if do == "rate_answer":
            return self._rated(state, incoming.text, thought)
        turn = Turn(Outcome(thought.act, section=thought.section), state.context)
        remember(turn.context, thought, state)
        if do == "cancel":
            turn.context.pop("awaiting", None)
        if thought.act in ("decline", "clarify") and incoming.text.strip():
            self._kept.put(turn.context, QUESTION, incoming.text, state.now + QUESTION_KEPT)
        self._missed.heard(turn, state, incoming.text, thought)
        if chosen:
            turn.context.pop(OFFERED, None)
        return turn.say(_reply(thought, self._votes.under(turn, state, incoming.text or chosen, thought)))

    def _rated(self, state: ChatState, text: str, thought: Thought) -> Turn:
        """A judgement in words: a vote on the answer just given, else only stars for nothing in particular."""
        stars = self._phrases.rating(text) or (WORST if BLAME.search(text) else BEST)
        if turn := self._votes.typed(state, stars):
            return turn
        turn = Turn(Outcome(thought.act, intake="submitted"), state.context)
        turn.changes.append(_rating(state, stars))
        return turn.say(_reply(thought))

    async def _start_intake(self, state: ChatState, incoming: Incoming, thought: Thought) -> Turn:
        """A message that asks and reports: the answer first, then the offer."""
        tells = thought.do["content"]
        turn = await self._drafts.open(state, incoming, _kind(thought), incoming.text, sure=not tells, more=not tells)
        asked = thought if thought.act in GIVEN else await question_behind(incoming.text, self.thinker(state))
        if asked and asked.act in GIVEN and turn.outcome.intake == "started":
            turn.outcome.act, turn.outcome.section = asked.act, asked.section
            remember(turn.context, asked, state)
            turn.outcome.replies.insert(0, replace(_reply(asked), buttons=()))
        return turn


def _kind(thought: Thought) -> Kind | None:
    return Kind(thought.do["kind"]) if thought.do.get("kind") else None


def _rating(state: ChatState, stars: int) -> Change:
    """Of no answer: none was given just before."""
    return lambda session, _chat: answer_ratings.add(session, "", stars, local_date(state.now))


def _reply(thought: Thought, votes: tuple[Button, ...] = ()) -> Reply:
    """No two buttons of one reply with the same label."""
    buttons = {row["label"]: Button(row["label"], row["data"]) for row in reversed(thought.buttons)}
    picture = {"name": "overview"} if thought.picture else None
    return Reply(thought.text, (*reversed(buttons.values()), *votes), picture=picture)
