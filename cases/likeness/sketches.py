"""The sketch of each open case, turned round: from a hash to the cases that have it."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.likeness.shingles import shingles, sketch
from cases.models import Base

NEWEST = 200  # of one hash; what everybody says tells nothing
FEW = 4  # hashes of a short text: one in common is enough


class CaseShingle(Base):
    """One of the hashes of a case."""

    __tablename__ = "case_shingles"
    __table_args__ = ({"sqlite_with_rowid": False},)

    shingle: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False, index=True)


def keep(session: Session, case_id: int, text: str, anew: bool = False) -> None:
    """This is what the case says now; of no text nothing is kept. `anew`: nothing was kept of it yet."""
    wanted = set(sketch(shingles(text)))
    of_case = CaseShingle.case_id == case_id
    known = set() if anew else set(session.scalars(sa.select(CaseShingle.shingle).where(of_case)))
    if gone := known - wanted:
        session.execute(sa.delete(CaseShingle).where(of_case, CaseShingle.shingle.in_(gone)))
    if new := wanted - known:
        session.execute(sa.insert(CaseShingle), [{"shingle": shingle, "case_id": case_id} for shingle in sorted(new)])


def meeting(session: Session, hashes: list[int], most: int) -> list[int]:
    """The cases that share most of these hashes, at least two where there are more than a few."""
    if not hashes:
        return []
    found = sa.union_all(*[sa.select(_newest(shingle)) for shingle in hashes]).subquery()
    shared = sa.func.count()
    least = 2 if len(hashes) > FEW else 1
    ranked = sa.select(found.c.case_id).group_by(found.c.case_id).having(shared >= least)
    return list(session.scalars(ranked.order_by(shared.desc(), found.c.case_id.desc()).limit(most)))


def _newest(shingle: int) -> sa.Subquery:
    rows = sa.select(CaseShingle.case_id).where(CaseShingle.shingle == shingle)
    return rows.order_by(CaseShingle.case_id.desc()).limit(NEWEST).subquery()
