"""Which turn a message takes: danger first, then commands and buttons, codes, the open draft, else the engine."""

import re
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.alarm import Alarm
from bot.awaiting import awaited
from bot.beside_code import BesideCode
from bot.case_requests import BESIDE
from bot.case_talk import TELLING, WANTS, CaseTalk
from bot.case_words import AWAITED_ANSWER
from bot.chat_cleaning import clean
from bot.draft_questions import ASKS, answers
from bot.draft_talk import DraftTalk
from bot.emergency import Emergency, EmergencyReader
from bot.engine_talk import EngineTalk
from bot.messages import COMMANDS, GROUP, Button, Incoming, Outcome, Reply
from bot.missed import MissedQuestions
from bot.phrases import MARKS, PhraseReader
from bot.request_words import RequestWords
from bot.thought import Thinker
from bot.turn import ChatState, Custody, Kept, Turn
from bot.votes import Votes
from cases.draft_body import DraftBody
from cases.kinds import Kind
from cases.receipt_code import find_codes, without_code
from wording import Wording

ADDED = re.compile(r"我?[想要再还]{0,3}补充(?:一下|一点|一句|几句)?[,，:：。\s]+(?P<words>.{4,})", re.DOTALL)
SPEAKS_OF_A_CODE = re.compile("回执|查询码|查询号")
OWN_BUTTONS = ("report", "consult", "restore", "delete", "resume", "cancel")
THANKED = "a:smalltalk/thanks"
GRAVE = (Kind.TIP_OFF, Kind.COMPLAINT, Kind.APPEAL)  # what somebody in danger may be telling


class Listener:
    """Reads, decides, calls; every change it wants is in the turn it returns."""

    def __init__(
        self,
        wording: Wording,
        engine: Thinker,
        drafts: DraftTalk,
        cases: CaseTalk,
        emergencies: EmergencyReader,
        phrases: PhraseReader,
        custody: Custody,
        missed: MissedQuestions,
        requests: RequestWords,
    ) -> None:
        self._wording, self._drafts, self._cases = wording, drafts, cases
        self._alarm, self._phrases, self._custody = Alarm(wording, emergencies), phrases, custody
        self._kept, self._missed, self._requests = Kept(custody.secret), missed, requests
        self._beside = BesideCode(wording, cases, self._kept, requests, phrases)
        self._votes = Votes(wording, self._kept, missed)
        self._engine = EngineTalk(engine, drafts, cases, self._kept, phrases, missed, self._votes)

    async def turn(self, state: ChatState, incoming: Incoming) -> Turn:
        """The turn for one message."""
        if incoming.channel == GROUP:
            return Turn(Outcome("smalltalk"), state.context).say(Reply(self._wording("intake.groups")))
        danger = self._alarm.read(incoming.text) if incoming.pressed is None else None
        if danger and state.draft:
            state.draft.body.urgent = True
        told = _texts(state)
        turn = await self._route(state, incoming, danger)
        if state.draft and turn.outcome.intake is None:
            self._drafts.beside(state, incoming, turn)
        if danger:
            self._alarm.raise_in(turn, danger, added=_texts(state) > told)
        self._disclose(turn)
        self._votes.passed_over(turn)
        self._missed.wrote(turn, state)
        return turn

    def alarm(self, text: str) -> str:
        """The emergency block for words that tell of danger, "" for others."""
        danger = self._alarm.read(text)
        return self._alarm.block(danger) if danger else ""

    def forget(self, session: Session, chat_id: int) -> None:
        """Erase what a chat was writing."""
        self._drafts.forget(session, chat_id)

    async def _route(self, state: ChatState, incoming: Incoming, danger: Emergency | None) -> Turn:
        if incoming.pressed is not None:
            return await self._pressed(state, incoming, incoming.pressed)
        if incoming.edited and state.draft and (turn := await self._drafts.edited(state, incoming)):
            return turn
        command = incoming.text.split(maxsplit=1)[0] if incoming.text.startswith("/") else ""
        if command in COMMANDS and not danger:
            return await self._pressed(state, incoming, COMMANDS[command])
        if turn := self._cases.linked.staff(state, incoming):
            return turn
        if codes := find_codes(incoming.text):
            return await self._code(state, incoming, codes[0], danger)
        return await self._words(state, incoming, danger)

    async def _words(self, state: ChatState, incoming: Incoming, danger: Emergency | None) -> Turn:
        if awaited(state) in TELLING and (turn := await self._addition(state, incoming, danger)):
            return turn
        if turn := self._cases.additions.album(state, incoming, urgent=bool(danger)):
            return turn
        if incoming.attachments:
            return await self._files(state, incoming, danger)
        if state.draft and self._only_thanks(state.draft.body, incoming.text):
            return await self._engine.pressed(state, incoming, THANKED)
        if state.draft:
            return await self._drafts.typed(state, incoming, self._engine.thinker(state))
        return await self._typed(state, incoming, danger)

    async def _code(self, state: ChatState, incoming: Incoming, code: str, danger: Emergency | None) -> Turn:
        """A receipt code and what is wanted of it, in one sentence or in two; an unknown one is a number in a text."""
        beside = without_code(incoming.text, code).strip(MARKS)
        want = "undo" if self._keeps(beside) else await self._engine.case_request(beside) if beside else None
        turn, case = await self._cases.codes.find(state, code)
        if case and (told := ADDED.fullmatch(beside)):
            known = replace(state, chat=replace(state.chat, context=turn.context)) if state.chat else state
            words = replace(incoming, text=told["words"])
            return self._cases.additions.add(known, words, urgent=bool(danger)) or turn
        if case:
            said = replace(incoming, text=beside)
            return await self._beside.found(state, turn, case, code, said, want, urgent=bool(danger))
        about_a_code = want or SPEAKS_OF_A_CODE.search(beside) or awaited(state) in WANTS
        if about_a_code or (not beside and (state.draft is None or self._cases.codes.must_wait(state))):
            return turn
        wrong = turn.context.get("wrong_codes")
        turn = await self._words(state, incoming, danger)
        if wrong:
            turn.context["wrong_codes"] = wrong
        return turn

    async def _addition(self, state: ChatState, incoming: Incoming, danger: Emergency | None) -> Turn | None:
        """What was awaited; a question that can be answered is answered, and the addition awaited still."""
        if any(command.name == "cancel" for command in self._phrases.commands(incoming.text) or ()):
            return self._cases.nothing_added(state)
        if awaited(state) == AWAITED_ANSWER and (text := incoming.text):
            other = state.draft or self._keeps(text) or self._phrases.opener(text) or self._beside.no_answer(text)
            if other or await self._engine.case_request(text):
                return None
        if turn := self._beside.once_more(state, incoming, urgent=bool(danger)):
            return turn
        asks = ASKS.search(incoming.text) and not danger and not incoming.attachments
        if asks and answers(await self._engine.thinker(state)(incoming.text)):
            return await self._engine.said(state, incoming)
        return self._cases.additions.awaited(state, incoming, urgent=bool(danger))

    async def _files(self, state: ChatState, incoming: Incoming, danger: Emergency | None) -> Turn:
        if state.draft:
            return await self._drafts.sent_files(state, incoming, self._engine.thinker(state))
        if all(file.kind == "unsupported" for file in incoming.attachments) and not incoming.text.strip():
            return Turn(Outcome("smalltalk"), state.context).say(self._reply("unreadable", "report", "menu"))
        kind = await self._engine.kind_of(incoming.text)
        return await self._drafts.open(state, incoming, kind, incoming.text, urgent=bool(danger))

    async def _typed(self, state: ChatState, incoming: Incoming, danger: Emergency | None) -> Turn:
        text = incoming.text
        if danger:
            kind = await self._engine.kind_of(text)
            return await self._drafts.open(
                state, incoming, kind if kind in GRAVE else Kind.COMPLAINT, text, urgent=True
            )
        said = {command.name for command in self._phrases.commands(text) or ()}
        if "restore" in said:
            return self._cases.undo(state) or self._drafts.restore(state)
        told = ADDED.fullmatch(text.strip())
        if told and (turn := self._cases.additions.add(state, replace(incoming, text=told["words"]), urgent=False)):
            return turn
        if "keep" in said:
            needed = self._wording("case.code_needed")
            return self._cases.undo(state, sure=True) or self._cases.ask(state, "undo", "case_status", needed)
        wish = self._requests.want(text)
        if wish == "mine":
            return self._cases.linked.mine(state, incoming)
        if wish and (turn := self._cases.wish(state, wish)):
            return turn
        if stars := self._phrases.rating(text):
            judged = self._votes.typed(state, stars) or self._cases.rate(state, stars)
            if judged:
                return judged
        if opener := self._phrases.opener(text):
            kind = None if opener == "feedback" else Kind(opener)
            return await self._drafts.open(state, incoming, kind, "", sure=True)
        return await self._engine.said(state, incoming)

    def _only_thanks(self, body: DraftBody, text: str) -> bool:
        """Nothing to be taken down; of a praise it may be all there is to say."""
        praises = body.kind is Kind.PRAISE
        return not praises and self._requests.only_thanks(text) and self._phrases.commands(text) is None

    def _keeps(self, text: str) -> bool:
        """Not to be withdrawn after all."""
        return any(command.name == "keep" for command in self._phrases.commands(text) or ())

    async def _pressed(self, state: ChatState, incoming: Incoming, data: str) -> Turn:
        """A button or a command. Whatever else was awaited is not awaited any more."""
        group, _, rest = data.partition(":")
        if state.chat:
            state.chat.context.pop("awaiting", None)
        if group == "c":
            return (self._beside if rest.startswith(BESIDE) else self._cases).press(state, incoming, rest)
        if group == "i":
            return await self._drafts.press(state, incoming, rest)
        if data in OWN_BUTTONS:
            return await self._own_button(state, incoming, data)
        return await self._engine.pressed(state, incoming, data)

    async def _own_button(self, state: ChatState, incoming: Incoming, data: str) -> Turn:
        if data == "delete":
            return clean(self._wording, self._custody, state, incoming)
        if data == "cancel" and not state.draft:
            return await self._engine.pressed(state, incoming, data)
        if state.draft:
            return (
                await self._drafts.cancel(state, incoming)
                if data == "cancel"
                else await self._drafts.show(state, incoming)
            )
        if data in ("restore", "resume"):
            return self._drafts.restore(state)
        if data == "consult":
            question = self._kept.get(state.context, "question", state.now) or ""
            return await self._drafts.open(state, incoming, Kind.CONSULTATION, question, sure=True)
        return await self._drafts.open(state, incoming, None, "")

    def _disclose(self, turn: Turn) -> None:
        """On the first reply of a chat: I am a program (domain.md 3.6 N1). In an emergency it can wait."""
        if turn.context.get("disclosed") or not turn.outcome.replies or turn.outcome.act == "emergency":
            return
        first = turn.outcome.replies[0]
        turn.context["disclosed"] = True
        if self._wording("disclosed_by") not in first.text:
            turn.outcome.replies[0] = replace(first, text=f"{self._wording('disclosure')}\n{first.text}")

    def _reply(self, words: str, *buttons: str) -> Reply:
        return Reply(self._wording(f"intake.{words}"), tuple(Button(self._wording(f"button.{b}"), b) for b in buttons))


def _texts(state: ChatState) -> int:
    """How many messages the open draft holds."""
    return len(state.draft.body.texts) if state.draft else 0
