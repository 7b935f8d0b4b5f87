"""One officer at one case: what is known of it is read once, whichever parts of a page want it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import compress

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from cases import citizen_notices, holders, holding, moves, printing, protection
from cases.citizen_notices import CitizenNotice
from cases.errors import Unreadable
from cases.kinds import Role
from cases.likeness import published
from cases.likeness.published import PublishedText
from cases.models import Base, Case, Holding, Identity
from cases.printing import PrintRequest
from cases.protection import ProtectionRequest
from cases.recusal import attestations, exclusions, requests
from cases.recusal.models import Attestation, Recusal, RecusalRequest
from cases.retention import holds
from cases.retention.models import LegalHold
from cases.sealing import case_keys, identities, reading
from cases.sealing.models import CaseKey, IdentityRequest, Purpose
from cases.sealing.reading import Reader, having_opened, officer_reader, private_half
from cases.staff import accounts
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.times import local_date
from cases.transitions import LEADERS, LEFT, RECIPIENTS, Move
from desk import upward

HANGING = (
    Attestation,
    CitizenNotice,
    Holding,
    Identity,
    IdentityRequest,
    LegalHold,
    PrintRequest,
    ProtectionRequest,
    PublishedText,
    Recusal,
    RecusalRequest,
)


@dataclass(frozen=True)
class Look:
    """Lasts as long as its session, for rights may be others at the next one."""

    session: Session
    officer: Officer
    case: Case
    now: datetime

    def is_one_of(self, *roles: Role) -> bool:
        """Of the roles that a verb is for."""
        return self.officer.has(*roles)

    @property
    def leads(self) -> bool:
        """Whether they decide on who has this case."""
        return self.officer.has(*RECIPIENTS.get(self.case.queue, LEADERS))

    @property
    def in_play(self) -> bool:
        """Whether somebody can have it in hand."""
        return self.case.state not in LEFT

    @property
    def own_or_leads(self) -> bool:
        """Whether it is in their hands or in those of somebody they lead."""
        return self.case.holder_id == self.officer.staff_id or self.officer.has(*holding.GIVE)

    @property
    def owes(self) -> bool:
        """Whether the words stay closed to them until they have attested."""
        return self.officer.has(*attestations.HANDLING) and not self.has_attested

    @cached_property
    def has_attested(self) -> bool:
        """Whether they have said that there is no conflict of interest."""
        return Attestation in self._there and attestations.has_attested(self.session, self.officer, self.case)

    @cached_property
    def reader(self) -> Reader:
        """Opens what was sealed to them, the key of the case once for all of it."""
        reader = officer_reader(self.officer)
        return having_opened(self.session, reader, self.case) if self.case.confidential else reader

    @cached_property
    def moves(self) -> Sequence[Move]:
        """Those that they can make now."""
        return moves.possible(self.session, self.officer, self.case)

    @cached_property
    def everybody(self) -> Sequence[Staff]:
        """All accounts, also those that are disabled."""
        return accounts.everybody(self.session)

    @property
    def names(self) -> Mapping[int, str]:
        """What everybody signs in as, by the id of the account."""
        return {staff.id: staff.name for staff in self.everybody}

    @property
    def called(self) -> Mapping[str, str]:
        """What people call everybody, by what they sign in as."""
        return {staff.name: staff.display_name for staff in self.everybody}

    @cached_property
    def have_key(self) -> frozenset[int]:
        """All staff who can open it, where it is confidential."""
        return reading.who_have_key(self.session, self.case)

    @cached_property
    def kept_apart(self) -> frozenset[int]:
        """Who must never read a confidential case: the sealed list, for who can open it."""
        key = self.session.get(CaseKey, (self.case.id, Purpose.CASE)) if self.case.confidential else None
        with suppress(Unreadable):
            return case_keys.excluded(key, private_half(self.session, self.reader, self.case)) if key else frozenset()
        return frozenset()

    @cached_property
    def suspected(self) -> Sequence[Recusal]:
        """Who may have to step aside."""
        return self._of(Recusal, exclusions.suspected)

    @cached_property
    def recusals_asked(self) -> Sequence[RecusalRequest]:
        """Requests that somebody step aside."""
        return self._of(RecusalRequest, requests.undecided)

    @cached_property
    def protections(self) -> Sequence[ProtectionRequest]:
        """Those that this officer may know of."""
        return [one for one in self._of(ProtectionRequest, protection.of_case) if upward.may_know(self.officer, one)]

    @cached_property
    def prints_asked(self) -> Sequence[PrintRequest]:
        """Requests for a print-out that wait."""
        return self._of(PrintRequest, printing.undecided)

    @cached_property
    def names_asked(self) -> Sequence[IdentityRequest]:
        """Requests to be told the name that wait."""
        return self._of(IdentityRequest, identities.undecided)

    @cached_property
    def holdings(self) -> Sequence[Holding]:
        """Everybody who had it in hand, in order."""
        return self._of(Holding, holders.history_of)

    @cached_property
    def notices(self) -> Sequence[CitizenNotice]:
        """What its citizen was told without having asked."""
        return self._of(CitizenNotice, citizen_notices.of_case)

    @cached_property
    def published(self) -> PublishedText | None:
        """What others may read of it."""
        return published.text_of(self.session, self.case) if PublishedText in self._there else None

    @property
    def is_named(self) -> bool:
        """Whether it is known who the citizen is."""
        return Identity in self._there

    @cached_property
    def is_held(self) -> bool:
        """Whether a hold keeps it from being purged."""
        return LegalHold in self._there and holds.is_held(self.session, self.case, local_date(self.now))

    def _of[Row](self, table: type[Row], read: Callable[[Session, Case], Sequence[Row]]) -> Sequence[Row]:
        return read(self.session, self.case) if table in self._there else ()

    @cached_property
    def _there(self) -> Collection[type[Base]]:
        """The tables in which there is something of the case: most have nothing, and are not asked one by one."""
        has = (exists().where(table.case_id == self.case.id) for table in HANGING)
        return frozenset(compress(HANGING, self.session.execute(select(*has)).one()))
