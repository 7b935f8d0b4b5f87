"""What a draft holds: everything the citizen has said so far, and where in the questions he is."""

import dataclasses
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from cases.kinds import AboutWhom, IdentityMode, Kind

LONGEST_CONTENT = 5000


@dataclass
class DraftText:
    """One message of the citizen; `message` is the channel's key of it, `revisions` its earlier wordings."""

    id: int
    message: str
    text: str
    question: bool = False
    left_out: bool = False
    revisions: list[str] = field(default_factory=list)

    def reword(self, text: str) -> None:
        """Take a new wording and keep the old one."""
        if text != self.text:
            self.revisions.append(self.text)
            self.text = text


@dataclass
class DraftFile:
    """A file of the draft; `attachment` is the id of its row."""

    attachment: int
    kind: str
    name: str = ""
    size: int = 0


@dataclass
class DraftIdentity:
    """How the citizen wants to appear; `mode` is None until he was asked."""

    mode: IdentityMode | None = None
    name: str | None = None
    phone: str | None = None
    address: str | None = None  # of who wrote a letter


@dataclass(frozen=True)
class Content:
    """The text as it will be submitted; `kept` and `dropped` count characters."""

    text: str
    kept: int
    dropped: int


@dataclass
class DraftBody:
    """Changed in place by the operations below; written back with drafts.save."""

    kind_proposed: Kind | None = None
    kind_confirmed: Kind | None = None
    address: str = ""  # of the chat, for a reminder; a draft is sealed and short-lived
    about_whom: AboutWhom | None = None
    notices_seen: list[str] = field(default_factory=list)
    steps_done: list[str] = field(default_factory=list)  # steps that cannot be told from their answer
    texts: list[DraftText] = field(default_factory=list)
    files: list[DraftFile] = field(default_factory=list)
    place: dict[str, Any] | None = None
    place_asked: dict[str, Any] | None = None  # sent, but not yet said to be where it happened
    section: str | None = None
    section_proposed: str | None = None
    subdistrict: str | None = None
    subdistrict_proposed: str | None = None
    identity: DraftIdentity = field(default_factory=DraftIdentity)
    wants_notice: bool | None = None
    reachable: bool = True  # whether a notice could reach this chat
    urgent: bool = False
    own_team: bool = False
    counters: dict[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> Kind | None:
        """The confirmed kind, else the proposed one."""
        return self.kind_confirmed or self.kind_proposed

    @property
    def to_be_told(self) -> bool:
        """Whether the citizen is to be written to in the chat."""
        return self.reachable and bool(self.wants_notice)

    @property
    def kept_texts(self) -> list[DraftText]:
        """The texts that the citizen has not left out."""
        return [text for text in self.texts if not text.left_out]

    def add_text(self, text: str, message: str = "", question: bool = False) -> DraftText:
        """Take down one more message."""
        added = DraftText(len(self.texts) + 1, message, text, question)
        self.texts.append(added)
        return added

    def edit_text(self, message: str, text: str) -> DraftText | None:
        """The citizen edited a message in the chat; None when it is not in this draft."""
        found = next((known for known in self.texts if message and known.message == message), None)
        if found:
            found.reword(text)
        return found

    def leave_out(self, text_id: int) -> DraftText | None:
        """This sentence does not count; None when there is none of this id."""
        found = next((text for text in self.texts if text.id == text_id), None)
        if found:
            found.left_out = True
        return found

    def replace_words(self, old: str, new: str) -> str | None:
        """Correct the newest text that has `old`; the text as it is now, None when no text has it."""
        found = next((text for text in reversed(self.kept_texts) if old and old in text.text), None)
        if not found:
            return None
        found.reword(found.text.replace(old, new))
        return found.text

    def set_identity(self, mode: IdentityMode, name: str | None = None, phone: str | None = None) -> None:
        """Anonymous forgets name and telephone; otherwise what is not given stays as it was."""
        if mode is IdentityMode.ANONYMOUS:
            self.identity = DraftIdentity(mode)
        else:
            self.identity = DraftIdentity(mode, name or self.identity.name, phone or self.identity.phone)

    def see_notice(self, notice: str) -> None:
        """The citizen has pressed that he knows."""
        if notice not in self.notices_seen:
            self.notices_seen.append(notice)

    def finish(self, step: str) -> None:
        """The citizen has nothing more to say to this step."""
        if step not in self.steps_done:
            self.steps_done.append(step)

    def count(self, what: str) -> int:
        """One more reply of this sort; how many there were."""
        self.counters[what] = self.counters.get(what, 0) + 1
        return self.counters[what]

    def content(self) -> Content:
        """All that counts, one text a line, as far as it fits."""
        whole = "\n".join(text.text for text in self.kept_texts)
        kept = whole[:LONGEST_CONTENT]
        return Content(kept, len(kept), len(whole) - len(kept))

    @property
    def open_words(self) -> str:
        """The text, once it is sure that it will not be sealed because of its kind; else nothing."""
        kind = self.kind_confirmed
        return "" if kind is None or kind.sealed or self.own_team else self.content().text

    def is_empty(self) -> bool:
        """Nothing was written and nothing was sent."""
        return not self.content().text.strip() and not self.files

    def to_json(self) -> bytes:
        """The body as bytes."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "DraftBody":
        """The body that `to_json` wrote; what another version of the program knew besides is left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        fields = {name: value for name, value in json.loads(data).items() if name in known}
        fields["kind_proposed"] = _word(Kind, fields["kind_proposed"])
        fields["kind_confirmed"] = _word(Kind, fields["kind_confirmed"])
        fields["about_whom"] = _word(AboutWhom, fields["about_whom"])
        fields["texts"] = [DraftText(**text) for text in fields["texts"]]
        fields["files"] = [DraftFile(**file) for file in fields["files"]]
        identity = fields["identity"]
        fields["identity"] = DraftIdentity(**identity | {"mode": _word(IdentityMode, identity["mode"])})
        return cls(**fields)


def _word[W: (Kind, AboutWhom, IdentityMode)](words: type[W], value: str | None) -> W | None:
    return None if value is None else words(value)
