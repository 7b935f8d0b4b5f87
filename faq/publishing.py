"""Which model is live: every going live is a row, the newest one counts, and going back is a row as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq.archives import Archives
from faq.models import Model, Publication

NEWEST_KEPT, LIVE_KEPT = 10, timedelta(days=30)
LONGEST_NAME, LONGEST_REASON = 64, 500
UNSIGNED = "请写明是谁（不超过64字）；强制发布还要写明理由（--reason，不超过500字）。"
UNKNOWN = "没有第 {number} 次发布：运行 ./huiyin rollback 看有哪些。"


class Unsigned(ValueError):
    """Nobody is named, or a forced publication has no reason."""


class UnknownPublication(ValueError):
    """There is none of this number."""


@dataclass(frozen=True)
class Published:
    """A going live and the model that went live."""

    publication: Publication
    model: Model


def register(session: Session, model: Model) -> Model:
    """Keep the manifest of a trained model; it does not go live."""
    session.add(model)
    session.flush()
    return model


def publish(session: Session, model: Model, by: str, reason: str, forced: bool, now: datetime) -> Publication:
    """Make the model live; Unsigned when it is not said who does it, or why against the golden questions."""
    by, reason = signed(by, reason, forced)
    publication = Publication(model_id=model.id, at=now, by=by, reason=reason, forced=forced)
    session.add(publication)
    session.flush()
    return publication


def signed(by: str, reason: str, forced: bool) -> tuple[str, str]:
    """Who and why, trimmed; Unsigned as for `publish`."""
    by, reason = by.strip(), reason.strip()
    if not 0 < len(by) <= LONGEST_NAME or len(reason) > LONGEST_REASON or (forced and not reason):
        raise Unsigned(UNSIGNED)
    return by, reason


def live(session: Session) -> Published | None:
    """What is live now; None before the first publication."""
    found = history(session, limit=1)
    return found[0] if found else None


def history(session: Session, limit: int | None = None) -> list[Published]:
    """Every going live, the newest first."""
    rows = select(Publication, Model).join(Model).order_by(Publication.id.desc()).limit(limit)
    return [Published(publication, model) for publication, model in session.execute(rows)]


def last_of(session: Session, bulletin: str) -> Model | None:
    """The model of this bulletin that went live last: what a new one is compared with."""
    query = select(Model).join(Publication).where(Model.bulletin == bulletin).order_by(Publication.id.desc())
    return session.scalars(query).first()


def made_of(session: Session, archives: Archives, data_hash: str) -> Model | None:
    """The newest model of exactly these data whose file is there: it need not be trained again."""
    models = session.scalars(select(Model).where(Model.data_hash == data_hash).order_by(Model.id.desc()))
    return next((model for model in models if archives.has(model)), None)


def roll_back(session: Session, archives: Archives, number: int, by: str, reason: str, now: datetime) -> Publication:
    """Publish the model of an earlier publication again; UnknownPublication, Gone, Tampered or Unsigned."""
    earlier = session.get(Publication, number)
    if earlier is None:
        raise UnknownPublication(UNKNOWN.format(number=number))
    model = session.get_one(Model, earlier.model_id)
    archives.verified(model)
    return publish(session, model, by, reason, False, now)


def dispensable(session: Session, now: datetime) -> Sequence[Model]:
    """Models whose files may go: neither among the newest nor live within the last month."""
    models = session.scalars(select(Model).order_by(Model.id.desc())).all()
    kept = {model.id for model in models[:NEWEST_KEPT]} | _recently_live(session, now - LIVE_KEPT)
    return [model for model in models if model.id not in kept]


def _recently_live(session: Session, since: datetime) -> set[int]:
    """Each was live until the next one, the newest still is."""
    rows = session.scalars(select(Publication).order_by(Publication.id)).all()
    ended = {before.id: after.at for before, after in pairwise(rows)}
    return {row.model_id for row in rows if ended.get(row.id, since) >= since}
