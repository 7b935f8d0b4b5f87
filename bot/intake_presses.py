"""What each button of a draft does, and the typed words that stand for it."""

from dataclasses import dataclass

from bot.intake_content import ContentKeeper
from bot.intake_privacy import OwnTraces
from bot.intake_prompts import IntakePrompts
from bot.intake_script import MORE_KINDS, Scripts, current_step
from bot.intake_step import Effect, Step
from cases.draft_body import DraftBody
from cases.kinds import AboutWhom, IdentityMode, Kind
from cases.routing.rules import queues
from wording import Wording

FOR_SUPERIOR = (AboutWhom.SUPERIOR, AboutWhom.TEAM_LEADER)
TAKEN = ("yes", "take", "done")  # what leaves standing what was understood
YES = ("yes", "take")
OVER = ("done", "skip", "yes")  # what ends a step that may be left as it is


@dataclass(frozen=True)
class Press:
    """One press in one draft; `value` belongs to some buttons only."""

    body: DraftBody
    value: str
    step: Step


class Presses:
    """Changes a DraftBody in place; the step asked about is the one the draft has come to."""

    def __init__(
        self,
        wording: Wording,
        scripts: Scripts,
        prompts: IntakePrompts,
        content: ContentKeeper,
        traces: OwnTraces,
    ) -> None:
        self._traces = traces
        self._wording, self._scripts, self._prompts = wording, scripts, prompts
        self._content = content
        self._by_name = {
            "cancel": self._cancel,
            "submit": self._submit,
            "kind": self._kind,
            "about": self._about,
            "out": self._leave_out,
            "place": self._place,
            "full": self._show,
            "other": self._other_kind,
            "more": self._more_kinds,
            "back": self._back,
            "in": self._take_back,
            "cover": lambda press: self._traces.cover(press.body, press.step),
        }

    def press(self, body: DraftBody, choice: str, step: Step) -> None:
        """`choice` is the name of a button, with a value for some: `about-none`."""
        name, _, value = choice.partition("-")
        if name in self._by_name:
            self._by_name[name](Press(body, value, step))
        elif name in ("tell", "quiet"):
            body.wants_notice = name == "tell"
        elif name == "anonymous":
            body.set_identity(IdentityMode.ANONYMOUS)
        elif name == "named":
            body.set_identity(IdentityMode.CLAIMED_NAME)
        else:
            self._advance(body, name, step)

    def confirm_kind(self, body: DraftBody, kind: Kind, step: Step) -> None:
        """What belongs to another kind only is forgotten."""
        body.kind_proposed = body.kind_confirmed = kind
        body.about_whom = body.about_whom if kind.sealed else None
        body.own_team = body.own_team and kind is Kind.TIP_OFF
        body.wants_notice = self._scripts[kind].tell

    def _cancel(self, press: Press) -> None:
        press.step.effect = Effect.DROP

    def _submit(self, press: Press) -> None:
        if press.body.is_empty():
            press.step.say(self._wording("intake.empty"))
        else:
            press.step.effect = Effect.SUBMIT

    def _kind(self, press: Press) -> None:
        self.confirm_kind(press.body, Kind(press.value), press.step)

    def _other_kind(self, press: Press) -> None:
        press.body.kind_proposed = press.body.kind_confirmed = None
        press.body.steps_done = [done for done in press.body.steps_done if done != MORE_KINDS]
        press.body.finish("content")

    def _more_kinds(self, press: Press) -> None:
        press.body.finish(MORE_KINDS)

    def _leave_out(self, press: Press) -> None:
        press.body.leave_out(int(press.value))
        press.step.say(self._wording("intake.left_out"))

    def _take_back(self, press: Press) -> None:
        for text in press.body.texts:
            text.left_out = text.left_out and text.id != int(press.value)
        press.step.say(self._wording("intake.taken_back"))

    def _place(self, press: Press) -> None:
        body, sure = press.body, press.value == "yes"
        if body.place_asked:
            body.place, body.place_asked = body.place_asked if sure else body.place, None
            press.step.say(self._wording("intake.place_kept" if sure else "intake.place_dropped"))

    def _show(self, press: Press) -> None:
        press.step.say(self._prompts.read_back(press.body, whole=True))

    def _about(self, press: Press) -> None:
        """For the superior's cadres and the team's own head the other channel is named before content is taken."""
        press.body.about_whom = whom = AboutWhom(press.value)
        if whom in FOR_SUPERIOR:
            press.step.say(self._wording("intake.superior_channel"))
        if whom is AboutWhom.UNKNOWN:
            press.step.say(self._wording("intake.rank_unknown"))
        elif press.body.kind and all(at.for_superior for at in queues(press.body.kind, whom, press.body.own_team)):
            press.step.say(self._wording("intake.superior_sealed"))

    def _advance(self, body: DraftBody, name: str, step: Step) -> None:
        """Yes, seen, done, skip: each means that this step is over, where it may be."""
        at = current_step(body, self._scripts)
        if at == "kind":
            self._advance_kind(body, name, step)
        elif at == "about" and name == "skip":
            self._about(Press(body, AboutWhom.UNKNOWN, step))
        elif at == "notices" and body.kind:
            for notice in self._scripts[body.kind].notices:
                body.see_notice(notice)
        elif at == "content" and name in OVER:
            self._content.end(body, step)
        elif at == "subject" and name in (*OVER, "take"):
            self._end_subject(body, take=name in TAKEN)
        elif at == "identity" and name in ("skip", "done"):
            body.set_identity(body.identity.mode or IdentityMode.ANONYMOUS)
            body.finish("identity")
        elif at == "confirm" and name == "yes":
            self._submit(Press(body, "", step))

    def _advance_kind(self, body: DraftBody, name: str, step: Step) -> None:
        if name in YES and body.kind:
            self.confirm_kind(body, body.kind, step)
        elif name == "done":
            self._content.end(body, step)

    def _end_subject(self, body: DraftBody, take: bool) -> None:
        if take:
            body.subdistrict = body.subdistrict_proposed or body.subdistrict
            body.section = body.section_proposed or body.section
        body.subdistrict_proposed = body.section_proposed = None
        body.finish("subject")

    def _back(self, press: Press) -> None:
        """Ask the step before this one again; with a name asked for, whether to give one."""
        body = press.body
        at = current_step(body, self._scripts)
        steps = self._scripts[body.kind].steps if body.kind else ("content",)
        before = steps[max(0, steps.index(at) - 1)] if at in steps else steps[0]
        if at == "identity" and body.identity.mode:
            before = "identity"
        self._reopen(body, before)

    def _reopen(self, body: DraftBody, asked: str) -> None:
        if asked == "identity":
            body.identity.mode = None
        elif asked == "about":
            body.about_whom = None
        elif asked == "kind":
            body.kind_confirmed = None
        elif asked == "notices":
            body.notices_seen = [seen for seen in body.notices_seen if seen == "files"]
        body.steps_done = [done for done in body.steps_done if done != asked]
