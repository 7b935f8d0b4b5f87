"""The bulletins: what was understood of a new one, taking it in, and which of them is answered from."""

import re

from starlette.responses import Response

from bulletin import profile
from bulletin.document import NotABulletin
from bulletin.encoding import decoded
from bulletin.understanding import Understanding, understand
from console.answers import room
from console.answers.faults import Faults
from console.answers.room import EDITORS
from console.once import once
from console.visit import Route, Visit
from faq import bulletin_report, publishing, shelf
from faq.derivation import derive
from faq.derived_words import Words
from faq.shelf import BadId

PLACE, TEXT, UNNAMED = "/answers/bulletin", "bulletin.txt", "unnamed"
LONGEST_NAME = 40


def index(visit: Visit) -> Response:
    """Those there are, and the form for another one."""
    return _page(visit, Faults())


def look(visit: Visit) -> Response:
    """Read the file, or the text as it was corrected; nothing is kept."""
    faults, text = Faults(), visit.field("text")
    name = _name(visit, faults)
    try:
        text = decoded(visit.body.file[1]) if visit.body.file else text
        return _page(visit, faults, text, understand(text, name or UNNAMED, TEXT))
    except NotABulletin as refused:
        faults.add("text", str(refused))
        return _page(visit, faults, text)


def keep(visit: Visit) -> Response:
    """Take the text in as it was shown; it is answered from after training and going live."""
    faults, text, kept = Faults(), visit.field("text"), room.desk(visit).shelf
    reason, name = faults.signed(visit), _name(visit, faults)
    try:
        understood = understand(text, name or UNNAMED, TEXT)
    except NotABulletin as refused:
        faults.add("text", str(refused))
        return _page(visit, faults, text)
    if faults:
        return _page(visit, faults, text, understood)
    stamp = f"{visit.now:%Y%m%d-%H%M%S}"
    with room.change(visit, "bulletin taken in", reason) as session:
        folder = kept.put(understood, stamp)
        shelf.follow_the_earlier(session, room.desk(visit).folder_name(folder), stamp)
    return visit.to(f"/answers/publish?bulletin={name}", visit.say("console.answers.bulletin.kept"))


def _name(visit: Visit, faults: Faults) -> str:
    """The name as it was given, or one made of the file's and the day; it has to be free or to be replaced."""
    kept, name = room.desk(visit).shelf, visit.field("name") or _suggested(visit)
    try:
        return kept.free(name, replace=bool(visit.field("replace")))
    except BadId as refused:
        faults.add("name", str(refused))
        return ""


def _suggested(visit: Visit) -> str:
    stem = visit.body.file[0].rpartition(".")[0].lower() if visit.body.file else ""
    plain = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:LONGEST_NAME]
    return plain or f"bulletin-{visit.now:%Y%m%d}"


def _page(visit: Visit, faults: Faults, text: str = "", understood: Understanding | None = None) -> Response:
    kept = room.desk(visit).shelf
    with visit.office.read() as session:
        live = publishing.live(session)
    context = {
        "bulletins": list(kept.all()),
        "live": live.model.bulletin if live else "",
        "text": text,
        "report": _report(visit, understood) if understood else [],
        "typed_name": visit.field("name") or (_suggested(visit) if text else ""),
        "replace": bool(visit.field("replace")),
        "reason": visit.field("reason"),
        "faults": faults,
    }
    return room.shown(visit, "answers_bulletin.html", "bulletin", 422 if faults else 200, **context)


def _report(visit: Visit, understood: Understanding) -> list[str]:
    known, words = profile.described(understood.record), Words.load(room.desk(visit).words)
    return list(bulletin_report.report(understood, derive(understood.bulletin, known, words)))


ROUTES = (
    Route("GET", PLACE, index, EDITORS),
    Route("POST", f"{PLACE}/look", look, EDITORS),
    Route("POST", PLACE, once(PLACE)(keep), EDITORS),
)
