"""Two who change one case at once, also where only lines beside it are written: the second waits and reads again."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from cases.models import Case


def lock(session: Session, case: Case) -> None:
    """The case as it is now; nobody else changes it until this transaction ends (SQLite has one writer anyway)."""
    session.flush()
    session.refresh(case, with_for_update=True)


def touch(session: Session, case: Case) -> None:
    """`lock`, and who has read the case before is told that it is another one now, though none of its columns is."""
    lock(session, case)
    this = update(Case).where(Case.id == case.id).values(version=Case.version + 1)
    session.execute(this.execution_options(synchronize_session=False))
    session.refresh(case)
