"""Every answer, and one of them: its excerpt in the bulletin, its phrasings, what citizens thought of it."""

from collections.abc import Callable, Sequence

from starlette.responses import Response

from bulletin.document import Section
from cases import answer_ratings
from console.answers import room
from console.answers.faults import Faults
from console.answers.listing import GROUPS, UNRATED, topics
from console.answers.room import EDITORS
from console.once import once
from console.refused import NotFound
from console.visit import Route, Visit
from faq import editing, finding_answers, marking
from faq.edit_check import Faulty
from faq.edits import Edit, Written
from faq.offices import Office

DERIVED = "AUTO"
ADD, REMOVE, WITHDRAW = "phrasings added", "phrasings removed", "answer withdrawn"  # as the audit log has them


def index(visit: Visit) -> Response:
    """By item of the bulletin, then those that are not out of it."""
    return _list(visit, "")


def search(visit: Visit) -> Response:
    """Those that have the typed words anywhere."""
    return _list(visit, visit.field("words"))


def one(visit: Visit) -> Response:
    """The answer itself."""
    return _page(visit, Faults())


def add_phrasings(visit: Visit) -> Response:
    """One a line."""
    return _change(visit, ADD, lambda edit, name: editing.add_phrasings(edit, name, lines(visit)))


def remove_phrasings(visit: Visit) -> Response:
    """The ticked ones."""
    gone = visit.fields("gone")
    return _change(visit, REMOVE, lambda edit, name: editing.withdraw_phrasings(edit, name, gone))


def withdraw(visit: Visit) -> Response:
    """The answer and everything that meant it."""
    return _change(visit, WITHDRAW, editing.withdraw_answer)


def lines(visit: Visit) -> list[str]:
    """The phrasings that were typed, one a line."""
    return [line.strip() for line in visit.field("phrasings").splitlines() if line.strip()]


def section_of(office: Office, answer: Written | None) -> Section | None:
    """The item that an answer is out of, None for one of more than an item."""
    return office.bulletin.section(str(answer.metadata.get("section") or "")) if answer else None


def _change(visit: Visit, doing: str, change: Callable[[Edit, str], Sequence[str]]) -> Response:
    name, faults = _name(visit), Faults()
    edit = Edit(room.office(visit))
    reason = faults.signed(visit)
    if not faults.attempt("phrasings", lambda: change(edit, name)) and not faults:
        faults.add("phrasings", visit.say("console.answers.nothing"))
    if not faults:
        try:
            room.save(visit, edit.checked(), reason, doing)
            gone = edit.answer(name) is None
            return visit.to(ALL if gone else f"/answers/{name}", visit.say("console.answers.saved"))
        except Faulty as faulty:
            faults.found(visit, faulty, name, edit.office)
    return _page(visit, faults, doing)


def _page(visit: Visit, faults: Faults, doing: str = "") -> Response:
    name, office = _name(visit), room.office(visit)
    edit = Edit(office)
    answer = edit.answer(name)
    if answer is None:
        raise NotFound
    section = section_of(office, answer)
    with visit.office.read() as session:
        rated = answer_ratings.counts(session).get(name, UNRATED)
    context = {
        "answer": answer,
        "section": section,
        "pieces": marking.highlighted(section, answer.words) if section and answer.words != DERIVED else [],
        "phrasings": sorted(edit.phrasings(name)),
        "own": edit.own_phrasings(name),
        "shown": "" if not name.startswith("ask/") else room.desk(visit).preview(name, answer.words, answer.metadata),
        "derived": answer.words == DERIVED,
        "typed": {"phrasings": visit.field("phrasings"), "gone": visit.fields("gone"), "reason": visit.field("reason")},
        "faults": faults,
        "beside": {form: faults if form == doing else Faults() for form in (ADD, REMOVE, WITHDRAW)},
    }
    status = 422 if faults else 200
    return room.shown(visit, "answers_one.html", "all", status, name=name, rated=rated, **context)


def _list(visit: Visit, words: str) -> Response:
    office = room.office(visit)
    data = office.data()
    chosen = {one.answer for one in finding_answers.by_words(data, words)} if words else set(data.responses)
    with visit.office.read() as session:
        ratings = answer_ratings.counts(session)
    found, count = topics(office, chosen, ratings), len(chosen)
    return room.shown(visit, "answers_all.html", "all", topics=found, groups=GROUPS, words=words, count=count)


def _name(visit: Visit) -> str:
    return f"{visit.path['group']}/{visit.path['name']}"


ALL, ONE = "/answers/all", "/answers/{group}/{name}"
ROUTES = (
    Route("GET", ALL, index, EDITORS),
    Route("POST", ALL, search, EDITORS),
    Route("GET", ONE, one, EDITORS),
    Route("POST", f"{ONE}/phrasings", once(ONE)(add_phrasings), EDITORS),
    Route("POST", f"{ONE}/phrasings/remove", once(ONE)(remove_phrasings), EDITORS),
    Route("POST", f"{ONE}/withdraw", once(ALL)(withdraw), EDITORS),
)
