"""The single way in and out for what was said: clear in open cases, sealed to a named reader in confidential ones."""

from dataclasses import dataclass
from datetime import datetime

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret, frame, unframe
from cases.errors import HandOffOnly, Unreadable
from cases.kinds import Author, Visibility
from cases.models import Case, Message


@dataclass(frozen=True)
class TeamKey:
    """A reader's key pair; the serving side has only `public`."""

    public: bytes
    private: bytes | None = None

    def __repr__(self) -> str:
        return "TeamKey(...)"

    @classmethod
    def generate(cls) -> "TeamKey":
        """A new pair, for a demo or for the ceremony in which the team makes its own."""
        pair = PrivateKey.generate()
        return cls(bytes(pair.public_key), bytes(pair))


@dataclass(frozen=True)
class Readers:
    """Who may read confidential cases: the team, and the dispatching organ for what the team must not read."""

    team: TeamKey | None = None
    superior: TeamKey | None = None

    def of(self, case: Case) -> TeamKey:
        """The one reader of a confidential case; HandOffOnly when there is none (domain.md 4.1)."""
        reader = self.superior if case.queue.for_superior else self.team
        if reader is None:
            raise HandOffOnly
        return reader


def store(
    session: Session,
    case: Case,
    plaintext: bytes,
    readers: Readers,
    *,
    now: datetime,
    author: Author,
    visibility: Visibility = Visibility.PUBLIC,
    revision_of: int | None = None,
) -> Message:
    """Write a message of a case."""
    content = seal(case, plaintext, readers) if case.confidential else plaintext
    message = Message(case=case, author=author, visibility=visibility, content=content, revision_of=revision_of)
    message.created_at = case.clock(now)
    session.add(message)
    session.flush()
    return message


def read(message: Message, readers: Readers) -> bytes:
    """What was written; Unreadable without the private key of the case's reader."""
    case = message.case
    return unseal(case, message.content, readers) if case.confidential else message.content


def store_apart(case: Case, plaintext: bytes, readers: Readers, secret: ServiceSecret, purpose: str) -> bytes:
    """Sealed bytes of an identity or of a file's name: for the case's reader, or under the service secret."""
    if case.confidential:
        return seal(case, plaintext, readers)
    return secret.seal(purpose, plaintext, case.number)


def read_apart(case: Case, sealed: bytes, readers: Readers, secret: ServiceSecret, purpose: str) -> bytes:
    """What store_apart was given."""
    if case.confidential:
        return unseal(case, sealed, readers)
    return secret.open(purpose, sealed, case.number)


def seal(case: Case, plaintext: bytes, readers: Readers) -> bytes:
    """Ciphertext that only the reader of this case can open."""
    box = SealedBox(PublicKey(readers.of(case).public))
    return bytes(box.encrypt(frame(plaintext, case.number)))


def unseal(case: Case, sealed: bytes, readers: Readers) -> bytes:
    """What `seal` was given."""
    private = readers.of(case).private
    if private is None:
        raise Unreadable
    try:
        framed = SealedBox(PrivateKey(private)).decrypt(sealed)
    except CryptoError:
        raise Unreadable from None
    return unframe(framed, case.number)
