"""What can go wrong with a case, and what the caller should do about it."""


class Stale(Exception):
    """The row has changed since it was read: read again and handle the message again."""


class StaleDraft(Stale):
    """The draft has been changed, dropped or submitted since it was read: load it again."""


class AlreadySeen(Exception):
    """This delivery was handled by another worker: roll back and stop."""


class Unreadable(Exception):
    """These bytes were changed, moved or sealed for another reader: report the row, do not guess."""


class HandOffOnly(Exception):
    """Nobody is configured who may read this: store nothing and name the channel of the superior organ."""


class Incomplete(Exception):
    """A kind and some content are missing: ask the citizen for them before submitting."""


class CodeTaken(Exception):
    """This receipt code is in use: derive another one and submit again."""


class TooManyLookups(Exception):
    """All chats together have tried too many codes this minute: ask to wait a minute."""


class NotYet(Exception):
    """Only a closed case of an open kind can be rated: tell the citizen so."""


class TooLate(Exception):
    """The day for undoing is over: offer to write anew."""


class NoSuchCase(Exception):
    """There is none that this officer may know of; say the same for a wrong number and for a case kept from them."""


class NotAllowed(Exception):
    """This officer has not the role that this takes: its text names the roles that may."""


class SamePerson(NotAllowed):
    """The law wants somebody else for this step: its text names what this officer did in the case before."""


class IllegalMove(Exception):
    """The case's state or track does not allow this: show what is possible now."""


class HeldByAnother(Exception):
    """Somebody else holds the case: its text names them; ask for a transfer."""


class ReasonNeeded(Exception):
    """The law or the house wants a written reason: ask for one."""


class WrongDay(Exception):
    """A hold cannot end before today, and no promise was met after it: ask for another day."""


class Suspended(Exception):
    """A recusal is undecided: wait for the leader's decision."""


class NotAttested(Exception):
    """This officer has not said that they have no conflict of interest in the case: ask before showing it."""


class KeptOut(Exception):
    """This person must never be given this case: choose somebody else, and do not say why."""


class OnlyReader(Exception):
    """Nobody else could open this case: let somebody else read it first."""


class NoBytes(Exception):
    """Of this file there is nothing to hand out: its text says why, in one word of "not_stored", "no_copy", "lost"."""


class NotApproved(Exception):
    """Paper leaves the house only with a second person's approval: ask for it first."""


class WrongHalf(Exception):
    """This is no half of the recovery key, or not of this one: type it again as it is written down."""
