"""A draft and what is said to it (docs/decisions/0005: not a Rasa form)."""

from collections.abc import Callable

from bot.intake_answers import AboutWords, Answers
from bot.intake_commands import Commands
from bot.intake_content import ContentKeeper
from bot.intake_numbers import only_a_number, speaks_of_a_case
from bot.intake_presses import Presses
from bot.intake_privacy import OwnTraces
from bot.intake_prompts import IntakePrompts
from bot.intake_removal import leave_out
from bot.intake_script import Scripts, current_step, is_enough
from bot.intake_step import Effect, Step
from bot.messages import Reply
from bot.phrases import Command, PhraseReader
from bot.subject import SubjectReader
from cases.draft_body import DraftBody
from cases.kinds import Kind, Queue
from cases.likeness.alike import TOLD_KINDS
from cases.likeness.published import Others
from cases.routing.rules import queues
from wording import Wording

OTHERS_SHOWN = 100  # characters of what somebody else said


class IntakeDialogue:
    """Changes a DraftBody in place; reads no clock, opens no session."""

    def __init__(
        self,
        wording: Wording,
        scripts: Scripts,
        phrases: PhraseReader,
        subjects: SubjectReader,
        prompts: IntakePrompts,
        about: AboutWords,
        takes: Callable[[Queue], bool],
    ) -> None:
        self._phrases, self._scripts, self.prompts = phrases, scripts, prompts
        self._wording, self.traces = wording, OwnTraces(wording, phrases)
        self._takes = takes
        self.content = ContentKeeper(wording, scripts, subjects)
        self.presses = Presses(wording, scripts, prompts, self.content, self.traces)
        self.commands = Commands(wording, scripts, prompts, self.presses)
        self._answers = Answers(wording, scripts, phrases, subjects, about)

    def step_of(self, body: DraftBody) -> str:
        """The step that a draft has come to."""
        return current_step(body, self._scripts)

    def reply(self, body: DraftBody, nonce: str, step: Step) -> Reply:
        """What is said now; the notices of a kind stand there in full once."""
        said = self.prompts.reply(body, nonce, step.lines, step.extra)
        if self.step_of(body) == "notices":
            body.count(f"notices {body.kind}")
        return said

    def tells_of_others(self, body: DraftBody) -> bool:
        """Before it is sent; nothing beside what will be sealed."""
        return bool(body.open_words) and body.kind_confirmed in TOLD_KINDS and self.step_of(body) == "confirm"

    def mention_others(self, others: Others, step: Step) -> None:
        """How many have said something like it, and what."""
        if not others.count:
            return
        step.say(self._wording("intake.others", count=others.count))
        for said in others.texts:
            cut = "" if len(said) <= OTHERS_SHOWN else "……"
            step.say(self._wording("intake.other_said", text=f"{said[:OTHERS_SHOWN]}{cut}"))

    def begin(
        self, kind: Kind | None, text: str, message: str, step: Step, *, sure: bool, more: bool = False
    ) -> DraftBody:
        """A new draft and its first words; a kind that the citizen chose himself needs no further question."""
        body = DraftBody(kind_proposed=kind)
        if sure and kind:
            self.presses.confirm_kind(body, kind, step)
        self.content.write(body, text, message, step)
        step.say(self.prompts.privacy)
        if not more:
            self.settle_first_words(body, step)
        return body

    def settle_first_words(self, body: DraftBody, step: Step) -> None:
        """Words that tell what they are need no “done” behind them; more may come at any step."""
        if body.texts and (body.kind or is_enough(body)):
            self.content.ask_for_more(body, step, "intake.short")
            body.finish("content")

    def settle(self, body: DraftBody, step: Step) -> None:
        """Before a draft is saved; where nobody may read it, it must not be (domain.md 2.9, 4.1)."""
        self.content.settle(body, step)
        if step.effect is not Effect.DROP and body.kind and not self.may_keep(body.kind, body):
            step.effect = Effect.HAND_OFF

    def may_keep(self, kind: Kind, body: DraftBody | None = None) -> bool:
        """Whether somebody may read it wherever it comes to wait, as far as it is told whom it is about."""
        about, own_team = (body.about_whom, body.own_team) if body else (None, False)
        return not kind.sealed or any(self._takes(queue) for queue in queues(kind, about, own_team))

    def understand(self, body: DraftBody, text: str, step: Step) -> bool:
        """Do what a message without content of its own says; False when it is something to take down."""
        if choice := self._choice(body, text):
            self.presses.press(body, choice, step)
            return True
        if self._names_a_case(body, text):
            return False
        if leave_out(self._wording, body, text, step):
            return True
        commands = self._phrases.commands(text)
        if commands is not None:
            self.commands.obey(body, commands, step)
            return True
        return self._answers.correct(body, text, step) or self._answers.take(body, text, step)

    def write(self, body: DraftBody, text: str, message: str, step: Step, question: bool = False) -> None:
        """Words that are content, or a question asked in between."""
        added = self.content.write(body, text, message, step, question)
        named = speaks_of_a_case(text)
        if named:
            step.say(self._wording("intake.number_kept"))
        if added and (question or named):
            step.extra.append((f"out-{added.id}", "leave_out"))

    def split(self, body: DraftBody, text: str) -> tuple[str, tuple[Command, ...]]:
        """The content, and the commands beside it."""
        return (text, ()) if self._names_a_case(body, text) else self._phrases.split(text)

    def propose(self, body: DraftBody, kind: Kind | None, step: Step) -> None:
        """What the words seem to be, asked as soon as they suffice."""
        if body.kind is None and kind:
            body.kind_proposed = kind
            self.settle_first_words(body, step)
        elif self.step_of(body) == "content" and not body.texts[-1].question:
            self.content.ask_for_more(body, step, "intake.too_short")

    def _names_a_case(self, body: DraftBody, text: str) -> bool:
        """Nothing but a number, where no telephone is asked for."""
        return only_a_number(text) and self.step_of(body) != "identity"

    def _choice(self, body: DraftBody, text: str) -> str | None:
        """What the label of a button says, or whom the matter is about."""
        whom = self._answers.whom(body, text)
        return f"about-{whom}" if whom else self.prompts.labelled(body, text.strip())
