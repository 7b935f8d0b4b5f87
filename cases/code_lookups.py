"""How many receipt codes were tried in a minute, in all chats together: nobody may try them out."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cases.chat_models import CodeLookups
from cases.errors import Stale

MOST_A_MINUTE = 60


def count(session: Session, now: datetime) -> int:
    """One more; how many this minute has had. Stale when another process began the minute meanwhile."""
    minute = now.replace(second=0, microsecond=0)
    one_more = update(CodeLookups).where(CodeLookups.minute == minute).values(tries=CodeLookups.tries + 1)
    tries = session.scalar(one_more.returning(CodeLookups.tries), execution_options={"synchronize_session": False})
    if tries is not None:
        return tries
    session.execute(delete(CodeLookups).where(CodeLookups.minute < minute))
    session.add(CodeLookups(minute=minute, tries=1))
    try:
        session.flush()
    except IntegrityError:
        raise Stale from None
    return 1
