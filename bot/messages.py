"""The only words that channels and the conversation share."""

from dataclasses import dataclass, field
from pathlib import Path

GROUP = "telegram-group"  # the channel of what comes from a group, where nobody is alone
COMMANDS = {
    "/start": "a:smalltalk/greet",
    "/menu": "menu",
    "/contact": "contact",
    "/status": "status",
    "/cancel": "cancel",
    "/help": "help",
}  # the button that each stands for, in every channel


@dataclass(frozen=True)
class Button:
    """`data` comes back when it is pressed: opaque, at most 64 bytes (Bot API, callback_data)."""

    label: str
    data: str


@dataclass(frozen=True)
class Reply:
    """One message to the citizen; `image` is the path of a PNG shown above the text."""

    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    picture: dict[str, str] | None = None  # drawn when it is delivered: {"name": "receipt", "code": …}
    delete: tuple[str, ...] = ()  # messages to take out of the chat first


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message. `ref` is the channel's handle for fetching it, `path` a file already here."""

    kind: str  # photo document voice video audio location unsupported
    ref: str = ""
    name: str = ""
    size: int = 0
    path: Path | None = None
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Incoming:
    """One thing a citizen did in a chat: typed, sent a file, edited, pressed a button."""

    channel: str
    address: str  # the chat, as the channel names it
    key: str  # names this delivery for de-duplication, unique within the channel
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    pressed: str | None = None  # data of the button
    message: str = ""  # the channel's id of the message; an edit carries the id of what it replaces
    edited: bool = False
    album: str = ""
    reachable: bool = True  # whether the chat can be written to when the citizen is gone
    seen: tuple[int, ...] = ()  # rows of the outbox that it acknowledges


@dataclass
class Outcome:
    """What one message caused, as the machine interface reports it (architecture.md section 6)."""

    act: str
    replies: list[Reply] = field(default_factory=list)
    section: str | None = None
    intake: str | None = None
    kind: str | None = None
    receipt: str | None = None
    saved: bool = True  # False: nothing was, and the citizen must say it again
