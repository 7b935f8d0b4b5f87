"""Turns in which something is taken down: opening, filling, dropping and submitting a draft."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot import chat_cleaning
from bot.draft_questions import Think, answers, kind_in, question_in, to_accuser
from bot.files import FileDesk
from bot.follow_up import remember
from bot.intake_dialogue import IntakeDialogue
from bot.intake_step import Effect, Step
from bot.messages import Attachment, Button, Incoming, Outcome, Reply
from bot.receipts import ReceiptDesk
from bot.thought import Thought
from bot.turn import ChatState, Custody, Turn
from cases import drafts
from cases.draft_body import DraftBody
from cases.kinds import Kind
from wording import Wording

ANY_STEP = ("out-", "in-", "cover", "place-", "cancel")  # choices that an older button may still make


class DraftTalk:
    """Everything that happens while a draft is open, and what opens one."""

    def __init__(
        self,
        wording: Wording,
        dialogue: IntakeDialogue,
        custody: Custody,
        receipts: ReceiptDesk,
        files: FileDesk,
    ) -> None:
        self._wording, self._dialogue = wording, dialogue
        self._custody, self._receipts, self._files = custody, receipts, files

    async def open(
        self,
        state: ChatState,
        incoming: Incoming,
        kind: Kind | None,
        text: str,
        *,
        urgent: bool = False,
        sure: bool = False,
        more: bool = False,
    ) -> Turn:
        """Begin a draft; `text` is its first content, `sure`: he named the kind himself, `more`: he will go on."""
        if kind and not self._dialogue.may_keep(kind):
            return self._refused(state, kind)
        step = Step()
        body = self._dialogue.begin(kind, text, incoming.message, step, sure=sure, more=more)
        body.urgent, body.address, body.reachable = urgent, incoming.address, incoming.reachable
        pending = self._files.take(body, incoming, step)
        self._dialogue.settle(body, step)
        if step.effect is Effect.HAND_OFF and body.kind:
            return self._refused(state, body.kind)
        context = chat_cleaning.begin(state.context, incoming, state.now)
        turn, nonce = Turn(Outcome("intake", intake="started", kind=body.kind), context), drafts.new_nonce()

        def change(session: Session, chat: Any) -> None:
            opened = drafts.open(session, self._custody.secret, chat.id, body, state.now, nonce)
            if self._files.store(session, opened.id, body, pending, incoming.channel, state.now):
                drafts.save(session, self._custody.secret, opened, body, state.now)

        turn.changes.append(change)
        return turn.say(self._reply(body, nonce, step))

    async def typed(self, state: ChatState, incoming: Incoming, think: Think) -> Turn:
        """Words in an open draft: a button's words, a correction, an answer to the question, or content."""
        body, step = _draft(state).body, Step()
        if not self._dialogue.understand(body, incoming.text, step):
            thought = await self._content(body, incoming, think, step)
            return await self._finish(state, incoming, step, thought)
        turn = await self._finish(state, incoming, step, None)
        if step.wants_person:
            self._answer_first(state, turn, await think(incoming.text))
        return turn

    async def _content(self, body: DraftBody, incoming: Incoming, think: Think, step: Step) -> Thought | None:
        """Keep the words and obey the commands beside them; the answer when they also ask."""
        words, commands = self._dialogue.split(body, incoming.text)
        answer = None
        if words.strip():
            whole, asked = await question_in(words, think)
            answer = asked if answers(asked) else None
            if body.own_team:
                answer = to_accuser(asked, answer, self._wording("intake.own_team_asked"))
            self._dialogue.write(body, words, incoming.message, step, question=bool(answer and asked is whole))
            self._dialogue.propose(body, await kind_in(body, whole, think), step)
        self._dialogue.commands.obey(body, commands, step)
        if words.strip() and step.effect is Effect.SUBMIT:
            step.effect = Effect.KEEP  # what has just been added is read back first
        return answer

    async def sent_files(self, state: ChatState, incoming: Incoming, think: Think) -> Turn:
        """Files in an open draft, with their caption; an album counts as one."""
        body, step, thought = _draft(state).body, Step(), None
        first_of_album = not incoming.album or state.context.get("album") != incoming.album
        pending = self._files.take(body, incoming, step)
        if incoming.text.strip():
            thought = await self._content(body, incoming, think, step)
        turn = await self._finish(state, incoming, step, thought, pending)
        if not first_of_album and len(pending) == len(incoming.attachments):
            turn.outcome.replies.clear()  # its first picture was answered
        turn.context["album"] = incoming.album
        return turn

    async def edited(self, state: ChatState, incoming: Incoming) -> Turn | None:
        """An edit in the chat is a revision in the draft; None when the message is not part of it."""
        step = Step()
        if not self._dialogue.content.reword(_draft(state).body, incoming.message, incoming.text, step):
            return None
        return await self._finish(state, incoming, step, None)

    async def press(self, state: ChatState, incoming: Incoming, data: str) -> Turn:
        """A button of a draft: `nonce:step:choice`. An old one shows the present step."""
        nonce, at, choice = [*data.split(":", 2), "", ""][:3]
        draft, step = state.draft, Step()
        if draft is None or draft.nonce != nonce:
            return await self._old_button(state, incoming, nonce, choice)
        if at == self._dialogue.step_of(draft.body) or choice.startswith(ANY_STEP):
            self._dialogue.presses.press(draft.body, choice, step)
        else:
            step.say(self._wording("intake.old_step"))
        return await self._finish(state, incoming, step, None)

    async def show(self, state: ChatState, incoming: Incoming) -> Turn:
        """Where the open draft stands."""
        return await self._finish(state, incoming, Step(), None)

    async def cancel(self, state: ChatState, incoming: Incoming) -> Turn:
        """Drop the open draft; 恢复 brings it back."""
        return await self._finish(state, incoming, Step(Effect.DROP), None)

    async def _old_button(self, state: ChatState, incoming: Incoming, nonce: str, choice: str) -> Turn:
        if turn := await self._receipts.again(state, nonce, choice):
            return turn
        if state.draft:
            return await self._finish(state, incoming, Step(lines=[self._wording("intake.old_step")]), None)
        buttons = tuple(self._button("button", name) for name in ("report", "status", "menu"))
        return Turn(Outcome("intake"), state.context).say(Reply(self._wording("intake.old_draft"), buttons))

    async def _finish(
        self,
        state: ChatState,
        incoming: Incoming,
        step: Step,
        answer: Thought | None,
        pending: list[Attachment] | None = None,
    ) -> Turn:
        """Save, drop, hand off or submit, and say what comes next."""
        draft, context = _draft(state), state.context
        body, taken = draft.body, pending or []
        chat_cleaning.remember(context, incoming, state.now)
        self._dialogue.settle(body, step)
        if step.effect in (Effect.DROP, Effect.HAND_OFF):
            return self._end(state, body, step, context)
        if step.effect is Effect.SUBMIT and not taken:
            return await self._receipts.submit(state, incoming, body, context, self.forget, self._handed_off(""))
        self._dialogue.traces.warn(body, self._dialogue.step_of(body), step)
        if self._dialogue.tells_of_others(body):
            self._dialogue.mention_others(await state.others(body.open_words), step)
        turn = Turn(Outcome("intake", intake="continues", kind=body.kind), context)

        def change(session: Session, _chat: Any) -> None:
            self._files.store(session, draft.id, body, taken, incoming.channel, state.now)
            drafts.save(session, self._custody.secret, draft, body, state.now)

        turn.changes.append(change)
        turn.say(self._reply(body, draft.nonce, step))
        if answer:
            self._answer_first(state, turn, answer, self._wording("intake.saved_question"))
        return turn

    def _answer_first(self, state: ChatState, turn: Turn, thought: Thought, note: str = "") -> None:
        """The answer stands before the question of the step, in one reply."""
        turn.outcome.act, turn.outcome.section = thought.act, thought.section
        remember(turn.context, thought, state)
        first = turn.outcome.replies[0]
        turn.outcome.replies[0] = replace(first, text="\n".join(filter(None, (thought.text, note, first.text))))

    def _end(self, state: ChatState, body: DraftBody, step: Step, context: dict[str, Any]) -> Turn:
        draft = _draft(state)
        turn = Turn(Outcome("intake", intake="cancelled", kind=body.kind), context)
        urgent = "\n" + self._wording("intake.urgent") if body.urgent else ""
        if step.effect is Effect.HAND_OFF:
            turn.changes.append(lambda session, chat: self.forget(session, chat.id))
            return turn.say(self._handed_off(urgent))
        context.pop("withdrawn", None)
        turn.changes.append(lambda session, _chat: drafts.drop(session, draft, state.now))
        restore = (self._button("step_button", "restore"), self._button("button", "menu"))
        return turn.say(Reply(self._wording("intake.dropped") + urgent, restore))

    def forget(self, session: Session, chat_id: int) -> None:
        """Erase the drafts of a chat with their files."""
        self._files.erase(session, drafts.forget(session, chat_id))

    def restore(self, state: ChatState) -> Turn:
        """Bring the dropped draft back: the undo of 取消."""
        turn = Turn(Outcome("intake", intake="continues"), state.context)

        def change(session: Session, chat: Any) -> None:
            draft = drafts.restore(session, self._custody.secret, chat.id, state.now)
            if draft is None:
                turn.outcome.intake = None
                turn.say(Reply(self._wording("intake.nothing_to_restore"), (self._button("button", "report"),)))
                return
            turn.outcome.kind = draft.body.kind
            turn.say(self._reply(draft.body, draft.nonce, Step(lines=[self._wording("intake.restored")])))

        turn.changes.append(change)
        return turn

    def beside(self, state: ChatState, incoming: Incoming, turn: Turn) -> None:
        """Something else was said while a draft is open: it is still there, and one press leads back to it."""
        body = _draft(state).body
        turn.outcome.intake, turn.outcome.kind = "continues", body.kind
        chat_cleaning.remember(turn.context, incoming, state.now)
        if not turn.outcome.replies:
            return
        last, buttons = turn.outcome.replies[-1], (self._button("step_button", "resume"),)
        urgent = self._wording("intake.urgent") if body.urgent else ""
        text = "\n".join(filter(None, (last.text, self._dialogue.prompts.understood(body), urgent)))
        turn.outcome.replies[-1] = replace(last, text=text, buttons=last.buttons + buttons)

    def _refused(self, state: ChatState, kind: Kind) -> Turn:
        """Nobody is configured who may read it: nothing is stored, the right channel is named (domain.md 2.9)."""
        return Turn(Outcome("intake", intake="cancelled", kind=kind), state.context).say(self._handed_off(""))

    def _handed_off(self, urgent: str) -> Reply:
        buttons = (self._button("button", "report"), self._button("button", "menu"))
        return Reply(self._wording("intake.handed_off") + urgent, buttons)

    def _reply(self, body: DraftBody, nonce: str, step: Step) -> Reply:
        return self._dialogue.reply(body, nonce, step)

    def _button(self, group: str, name: str) -> Button:
        return Button(self._wording(f"{group}.{name}"), name)


def _draft(state: ChatState) -> drafts.OpenDraft:
    if state.draft is None:
        raise LookupError("this turn needs an open draft")
    return state.draft
