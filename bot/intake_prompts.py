"""What a citizen reads while something is taken down: the step's question, what is understood, the read-back."""

import re
from collections.abc import Iterable

from bot.intake_privacy import WARNED
from bot.intake_script import MORE_KINDS, RARE, Scripts, current_step
from bot.intake_step import Choice
from bot.messages import Button, Reply
from cases.draft_body import DraftBody
from cases.kinds import AboutWhom, IdentityMode, Kind
from wording import Wording

SHOWN_WHOLE = 500  # characters of content read back without a cut
FIRST, LAST = 300, 100
PARTICLES = re.compile(r"^(?:那就|那|好|嗯|请|选|我选|就选)?[，,\s]*|(?<=..)[吧啊呀哦呢嘛哈数了。，！!~,.\s]+$")


class IntakePrompts:
    """Words only: decides nothing and changes nothing."""

    def __init__(self, wording: Wording, scripts: Scripts, privacy: str) -> None:
        self._wording, self._scripts, self.privacy = wording, scripts, privacy

    def reply(self, body: DraftBody, nonce: str, lines: Iterable[str], extra: Iterable[Choice] = ()) -> Reply:
        """The lines, one line of what is understood, and the question of the present step with its buttons."""
        step = current_step(body, self._scripts)
        words = [*lines, self.understood(body), *self._question(body, step)]
        if body.urgent:
            words.append(self._wording("intake.urgent"))
        labelled = [(choice, self._label(body, choice, name)) for choice, name in (*self._choices(body, step), *extra)]
        unique = {label: Button(label, f"i:{nonce}:{step}:{choice}") for choice, label in reversed(labelled)}
        return Reply("\n".join(filter(None, words)), tuple(reversed(unique.values())))

    def labelled(self, body: DraftBody, label: str) -> str | None:
        """What the button of this label means at the present step."""
        choices = [*self._choices(body, current_step(body, self._scripts)), *self._asides(body)]
        said = (label, PARTICLES.sub("", label))
        return next((choice for choice, name in choices if self._label(body, choice, name) in said), None)

    def _asides(self, body: DraftBody) -> list[Choice]:
        """Buttons that stood under one reply only, beside those of the step."""
        places: list[Choice] = [("place-yes", "place_yes"), ("place-no", "place_no")] if body.place_asked else []
        places += [("cover", "cover")] * bool(body.counters.get(WARNED))
        return places + [(f"out-{text.id}", "leave_out") for text in body.kept_texts[-1:] if text.question]

    def understood(self, body: DraftBody) -> str:
        """Kind, street, item, texts, files, named or not: one line."""
        kind = body.kind.label if body.kind else self._wording("intake.kind_unknown")
        return self._wording("intake.understood", kind=kind, facts="；".join(self._facts(body)))

    def _facts(self, body: DraftBody) -> list[str]:
        say, content = self._wording, body.content()
        guessing = body.kind is None or (
            "subject" in self._scripts[body.kind].steps and "subject" not in body.steps_done
        )
        street = body.subdistrict or (body.subdistrict_proposed if guessing else None)
        section = body.section or (body.section_proposed if guessing else None)
        facts = [say("intake.fact_street", value=street)] if street else []
        facts += [say("intake.fact_section", value=section)] if section else []
        facts.append(say("intake.fact_texts", count=len(body.kept_texts), characters=content.kept))
        facts += [say("intake.fact_files", count=len(body.files))] if body.files else []
        facts += [say("intake.fact_place")] if body.place else []
        return facts + [self.identity(body)] * (body.identity.mode is not None)

    def identity(self, body: DraftBody) -> str:
        """匿名, or the name and the telephone that were given."""
        identity = body.identity
        if identity.mode is not IdentityMode.CLAIMED_NAME:
            return self._wording("intake.fact_anonymous")
        given = "".join(f" {value}" for value in (identity.name, identity.phone) if value)
        return self._wording("intake.fact_named", given=given)

    def read_back(self, body: DraftBody, whole: bool = False) -> str:
        """The content as it will be submitted; a long one by its beginning and end."""
        text = body.content().text
        if whole or len(text) <= SHOWN_WHOLE:
            return self._wording("intake.read_back", content=text)
        return self._wording("intake.read_back_long", count=len(text), first=text[:FIRST], last=text[-LAST:])

    def _question(self, body: DraftBody, step: str) -> list[str]:
        if step == "kind":
            return self._kind_question(body)
        if step == "about":
            return [self._wording("intake.about")]
        if step == "notices" and body.counters.get(f"notices {body.kind}"):
            return [self._wording("intake.notices_above")]
        if step == "notices" and body.kind:
            return [self._wording(f"notice.{notice}") for notice in self._scripts[body.kind].notices]
        if step == "content":
            return [self._content_question(body)]
        if step == "subject":
            return [self._wording("intake.subject", proposal=self._proposal(body))]
        if step == "identity":
            return self._identity_question(body)
        return [self.read_back(body), self._tell(body), self._wording("intake.confirm")]

    def _kind_question(self, body: DraftBody) -> list[str]:
        if body.kind is None:
            return [self._wording("intake.choose_kind")]
        return [self._wording("intake.ask_kind", kind=body.kind.label)]

    def _content_question(self, body: DraftBody) -> str:
        if body.is_empty():
            return self._scripts[body.kind or Kind.COMPLAINT].ask
        return self._wording("intake.more")

    def _proposal(self, body: DraftBody) -> str:
        guessed = "、".join(filter(None, (body.subdistrict_proposed, body.section_proposed)))
        return self._wording("intake.proposal", value=guessed) if guessed else ""

    def _identity_question(self, body: DraftBody) -> list[str]:
        if body.identity.mode is IdentityMode.CLAIMED_NAME:
            return [self._wording("intake.identity_phone" if body.identity.name else "intake.identity_named")]
        promise = [self._wording("notice.identity")] if body.kind is Kind.TIP_OFF else []
        return [*promise, self._wording("intake.identity")]

    def _tell(self, body: DraftBody) -> str:
        identity = self._wording("intake.identity_note", value=self.identity(body))
        return identity + "；" + self._wording("intake.will_tell" if body.to_be_told else "intake.will_not_tell")

    def _choices(self, body: DraftBody, step: str) -> list[Choice]:
        leave: list[Choice] = [("cancel", "cancel")]
        if step == "kind":
            kinds = [] if body.kind else _kinds(body)
            sure: list[Choice] = [("yes", "is_kind"), ("other", "other_kind")] if body.kind else []
            return sure + kinds + leave
        if step == "about":
            return [(f"about-{whom}", f"about_{whom}") for whom in AboutWhom] + leave
        if step == "confirm":
            telling: Choice = ("quiet", "do_not_tell") if body.wants_notice else ("tell", "tell")
            tell = [telling] if body.reachable else []
            long: list[Choice] = [("full", "full_text")] if body.content().kept > SHOWN_WHOLE else []
            return [("submit", "submit"), *tell, *long, ("back", "back"), *leave]
        return [*self._answers(body, step), ("back", "back"), *leave]

    def _answers(self, body: DraftBody, step: str) -> list[Choice]:
        if step == "notices":
            return [("seen", "acknowledged")]
        if step == "content":
            return [] if body.is_empty() else [("done", "done")]
        if step == "subject":
            guessed = body.subdistrict_proposed or body.section_proposed
            return [("take", "take_proposal")] * bool(guessed) + [("skip", "skip")]
        if body.identity.mode is IdentityMode.CLAIMED_NAME:
            return [("anonymous", "anonymous")] + [("skip", "skip")] * bool(body.identity.name)
        return [("anonymous", "anonymous"), ("named", "named")]

    def _label(self, body: DraftBody, choice: str, name: str) -> str:
        if choice.startswith("kind-"):
            return Kind(name).label
        if choice.startswith("about-"):
            return self._wording(f"intake.{name}")
        if name == "is_kind" and body.kind:
            return self._wording("step_button.is_kind", kind=body.kind.label)
        return self._wording(f"step_button.{name}")


def _kinds(body: DraftBody) -> list[Choice]:
    """The usual kinds; behind 更多 the two that few people look for."""
    if MORE_KINDS in body.steps_done:
        return [(f"kind-{kind}", kind) for kind in RARE]
    return [*((f"kind-{kind}", kind) for kind in Kind if kind not in RARE), ("more", "more")]
