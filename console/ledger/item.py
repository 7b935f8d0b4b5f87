"""One item: the bulletin's own words, what is done about it, who signed it off, what citizens are told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from starlette.responses import Response

from cases.audit.deeds import Action
from cases.errors import NotAllowed, ReasonNeeded, WrongDay
from cases.history import SYSTEM
from cases.ledger import history, overview, public, sign_off, suggestions
from cases.ledger.errors import NoSuchItem
from cases.ledger.models import LedgerChange, LedgerItem
from cases.ledger.states import Adoption, ItemState, Step
from cases.times import local_date
from console.ledger.forms import Forms, Opened, asked
from console.ledger.listing import PATH, Row, desk_of
from console.refused import BadField, NotFound
from console.visit import Visit
from desk.ledger import REFUSALS, VERBS, refusal

SAID: tuple[type[Exception], ...] = (*REFUSALS, BadField)
BAD, FORBIDDEN, CONFLICT = 422, 403, 409
SIGNING = (
    Step.PROPOSED,
    Step.RETURNED,
    Step.SIGNED_OFF,
    Step.LOOK_BACK,
    Step.LOOK_BACK_PASSED,
    Step.LOOK_BACK_FAILED,
    Step.REOPENED,
)
LABELS = {word.value: word.label for words in (ItemState, Adoption) for word in words}
OWN_WORDS: dict[type[Exception], str] = {ReasonNeeded: "no_reason", NoSuchItem: "gone"}


def show(visit: Visit) -> Response:
    """The item as it is."""
    return _page(visit)


def take(visit: Visit) -> Response:
    """Do it; what may not be done is said beside its form, with everything that was typed."""
    verb, slug = _verb(visit), visit.path["slug"]
    try:
        with visit.change(Action.LEDGER, subject=f"{slug} {verb}") as session:
            item = _item(visit, session)
            _require_unchanged(visit, session, item)
            VERBS[verb].do(session, visit.officer, item, asked(visit, verb, item), visit.now)
    except SAID as refused:
        return _page(visit, _opened(visit, verb, refused=_words(visit, refused)), _status(refused))
    return visit.to(f"{PATH}/{slug}", visit.say("console.ledger.saved", what=visit.say(f"console.ledger.verb.{verb}")))


def preview(visit: Visit) -> Response:
    """What citizens would read; nothing is done."""
    return _page(visit, _opened(visit, _verb(visit), preview=visit.field("public") or visit.field("words")))


def _page(visit: Visit, opened: Opened | None = None, status: int = 200) -> Response:
    with visit.office.read() as session:
        item = _item(visit, session)
        lines = history.of(session, item)
        shown = _known(visit, session, item, lines) | {"groups": list(Forms(visit, session, item, opened).groups())}
        return visit.page("ledger_item.html", status=status, opened=opened, **shown)


def _known(visit: Visit, session: Session, item: LedgerItem, lines: Sequence[LedgerChange]) -> dict[str, Any]:
    bulletin, profile = desk_of(visit).about()
    section = bulletin.section(item.section)
    items = overview.items(session, bulletin.id)
    place = next(place for place, one in enumerate(items) if one.id == item.id)
    return {
        "row": Row(item, local_date(visit.now), lines[-1].at if lines else None),
        "words": section.text if section else "",
        "year": profile.year,
        "before": items[place - 1] if place else None,
        "after": items[place + 1] if place + 1 < len(items) else None,
        "leads": overview.leads(item),
        "attached": suggestions.open_to(session, visit.officer, item),
        "told": public.told(session, item),
        "drafts": public.drafts(session, item),
        "signing": [line for line in lines if line.what in SIGNING],
        "reworks": sign_off.reworks(session, item),
        "accountable": sign_off.accountability_due(session, item),
        "lines": lines[::-1],
        "seen": lines[-1].id if lines else 0,
        "labels": LABELS,
        "system": SYSTEM,
    }


def _item(visit: Visit, session: Session) -> LedgerItem:
    bulletin, _ = desk_of(visit).about()
    try:
        return overview.find(session, bulletin.id, visit.path["slug"])
    except NoSuchItem:
        raise NotFound from None


def _verb(visit: Visit) -> str:
    if visit.path["verb"] not in VERBS:
        raise NotFound
    return visit.path["verb"]


def _require_unchanged(visit: Visit, session: Session, item: LedgerItem) -> None:
    """Nobody signs off what has changed since they looked."""
    if visit.field("seen") != str(max((line.id for line in history.of(session, item)), default=0)):
        raise StaleDataError


def _opened(visit: Visit, verb: str, refused: str = "", preview: str = "") -> Opened:
    values = {name: visit.field(name) for name in visit.body.fields if name not in ("token", "seen")}
    return Opened(verb, values, refused, preview)


def _words(visit: Visit, refused: Exception) -> str:
    if isinstance(refused, BadField):
        return str(refused)
    name = OWN_WORDS.get(type(refused))
    return visit.say(f"console.ledger.refused.{name}") if name else refusal(refused, visit.office.wording)


def _status(refused: Exception) -> int:
    if isinstance(refused, (BadField, ReasonNeeded, WrongDay)):
        return BAD
    return FORBIDDEN if isinstance(refused, NotAllowed) else CONFLICT
