"""The cases beside a case: repeats, parts, what says nearly the same, its item of the ledger; none that is hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cases import access, duplicates
from cases.ledger.models import LedgerItem
from cases.likeness.alike import Alike, alike
from cases.models import Case
from desk.look import Look
from wording import Wording


@dataclass(frozen=True)
class Beside:
    """As far as one officer may know of them."""

    together: Sequence[Case]
    whole: Case | None
    parts: Sequence[Case]
    near: Sequence[Alike]
    item: LedgerItem | None


def beside(look: Look) -> Beside:
    """All of them, oldest first, the likest first."""
    session, officer, case = look.session, look.officer, look.case
    whole = session.get(Case, case.split_from) if case.split_from else None
    parts = select(Case).where(Case.split_from == case.id, access.visible_to(officer)).order_by(Case.id)
    item = select(LedgerItem).where(LedgerItem.section == case.section).order_by(LedgerItem.id.desc()).limit(1)
    return Beside(
        [one for one in duplicates.group(session, officer, case) if one.id != case.id],
        whole if whole and access.sees(session, officer, whole) else None,
        session.scalars(parts).all(),
        [] if case.confidential else alike(session, officer, case),
        session.scalar(item) if case.section else None,
    )


def lines(wording: Wording, found: Beside) -> Iterator[str]:
    """For a terminal."""
    if found.together:
        yield wording("queue.together", numbers="、".join(one.number for one in found.together))
    if found.whole:
        yield wording("queue.part_of", number=found.whole.number)
    if found.near:
        yield wording("queue.alike", cases="、".join(_likeness(wording, one) for one in found.near))


def _likeness(wording: Wording, one: Alike) -> str:
    return wording("queue.alike_one", number=one.case.number, share=round(one.likeness * 100))
