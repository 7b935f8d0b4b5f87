"""Whether a trained model may go live, and letting it: the same for the command and for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from faq import hand_edits, judging, publishing
from faq.judging import Difference
from faq.layers import Layers
from faq.models import Model
from faq.publishing import Published

PUBLISHED_MEANWHILE = "刚才有人换过模型，请再来一次"


class Refused(Exception):
    """The live model stays as it is; the text says in Chinese why and what to do."""


@dataclass(frozen=True)
class Verdict:
    """How a model does beside its rival, the model of its bulletin that went live last; `short` without a rival."""

    differences: tuple[Difference, ...] = ()
    short: tuple[str, ...] = ()  # groups of golden questions in which a first model falls short

    @property
    def broken(self) -> list[Difference]:
        """Golden questions that were answered as they should be, and are not any more."""
        return judging.broken(self.differences)

    @property
    def is_against(self) -> bool:
        """Whether it goes live by force only."""
        return bool(self.broken or self.short)


def verdict(model: Model, rival: Model | None) -> Verdict:
    """Of the outcomes that both were trained with."""
    if rival is None:
        return Verdict(short=tuple(judging.too_low(model.scores)))
    return Verdict(tuple(judging.compare(rival.outcomes, model.outcomes)))


def go_live(
    session: Session,
    layers: Layers,
    model: Model,
    signature: tuple[str, str],
    forced: bool,
    compared: Published | None,
    now: datetime,
) -> Sequence[Model]:
    """Publish, with what was edited by hand written down; the models whose files may go now.

    Refused when something else went live than what it was compared with.
    """
    if _number(publishing.live(session)) != _number(compared):
        raise Refused(PUBLISHED_MEANWHILE)
    by, reason = signature
    hand_edits.write_down(session, layers, by, reason, now)
    publishing.publish(session, model, by, reason, forced, now)
    return publishing.dispensable(session, now)


def _number(published: Published | None) -> int | None:
    return published.publication.id if published else None
