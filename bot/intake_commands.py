"""Typed words that stand for buttons: done, skip, anonymous, my telephone is, submit, show, another kind."""

from collections.abc import Iterable

from bot.consent import CONSENTS
from bot.intake_presses import Presses
from bot.intake_prompts import IntakePrompts
from bot.intake_script import Scripts, current_step
from bot.intake_step import Effect, Step
from bot.phrases import Command
from cases.draft_body import DraftBody
from cases.kinds import IdentityMode, Kind
from cases.likeness.published import PUBLISHABLE_KINDS
from wording import Wording

PRESSED = {
    "done": "done",
    "skip": "skip",
    "back": "back",
    "yes": "yes",
    "acknowledge": "seen",
    "anonymous": "anonymous",
    "named": "named",
    "cancel": "cancel",
    "withdraw": "cancel",
    "change_kind": "other",
}


class Commands:
    """Obeys them all, in their order."""

    def __init__(self, wording: Wording, scripts: Scripts, prompts: IntakePrompts, presses: Presses) -> None:
        self._wording, self._scripts, self._prompts, self._presses = wording, scripts, prompts, presses

    def obey(self, body: DraftBody, commands: Iterable[Command], step: Step) -> None:
        """Do what is said; what ends the draft ends the list."""
        commands = list(commands)
        if current_step(body, self._scripts) == "identity" and any(said.name == "anonymous" for said in commands):
            commands = [said for said in commands if said.name != "cancel"]  # “算了不留电话”
        for command in commands:
            if step.effect is Effect.KEEP:
                self._obey(body, command, step)

    def _obey(self, body: DraftBody, command: Command, step: Step) -> None:
        if command.name in ("phone", "bad_phone", "name"):
            self._identify(body, command, step)
        elif command.name in ("kind", "change_kind") and command.value:
            self._presses.confirm_kind(body, Kind(command.value), step)
        elif command.name == "submit":
            self._hurry(body, step)
        elif command.name == "show":
            step.say(self._prompts.read_back(body))
        elif command.name == "person":
            step.wants_person = True
        elif command.name in CONSENTS:
            said = "publish_later" if body.kind in PUBLISHABLE_KINDS else "never_published"
            step.say(self._wording(f"intake.{said}"))
        elif command.name in PRESSED:
            self._presses.press(body, PRESSED[command.name], step)

    def _identify(self, body: DraftBody, command: Command, step: Step) -> None:
        given = {command.name: command.value}
        body.set_identity(IdentityMode.CLAIMED_NAME, given.get("name"), given.get("phone"))
        if command.name == "bad_phone":
            step.say(self._wording("intake.bad_phone"))

    def _hurry(self, body: DraftBody, step: Step) -> None:
        """“Submit”: what may be skipped is skipped, what must be answered is asked, what was read back is sent.
        Nobody becomes anonymous without a word."""
        at = current_step(body, self._scripts)
        if at == "confirm" or body.is_empty():
            self._presses.press(body, "submit", step)
            return
        if at == "kind" and body.kind and not body.kind.sealed:
            self._presses.confirm_kind(body, body.kind, step)
        for skipped in ("content", "subject", *(["identity"] if body.identity.mode else [])):
            body.finish(skipped)
