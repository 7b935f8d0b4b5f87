"""A question tried out: what the live model says, and what the changed data would say."""

from dataclasses import dataclass

from starlette.responses import Response

from console.answers import room
from console.answers.desk import Said
from console.answers.room import EDITORS
from console.visit import Route, Visit
from faq import editing, finding_answers, publishing
from faq.finding_answers import Found
from faq.models import Model
from faq.offices import EditRefused
from faq.publishing import Published

SURE = ((0.75, "sure"), (0.3, "fairly"), (0.08, "hardly"), (0.0, "not"))  # as config.yml has the gate accept and ask


@dataclass(frozen=True)
class Tried:
    """What both say; without a trained model of the changed data, the phrasings that are nearest to the question."""

    question: str
    live: Said
    edited: Said | None
    nearest: tuple[Found, ...]
    same: bool  # nothing was changed since the live model was trained


def show(visit: Visit) -> Response:
    """The empty box."""
    return _page(visit)


def ask(visit: Visit) -> Response:
    """The question put to both; nothing of it is kept."""
    question = visit.field("question")
    try:
        question = editing.fit_words(question)
    except EditRefused as refused:
        return _page(visit, fault=str(refused))
    live, model, same = models(visit)
    desk, office = room.desk(visit), room.office(visit)
    edited = desk.ask_other(model, question) if model and not same else None
    nearest = () if same or edited else tuple(finding_answers.by_likeness(office.data(), [question]))
    return _page(visit, Tried(question, desk.ask_live(question), edited, nearest, same), live)


def models(visit: Visit) -> tuple[Published | None, Model | None, bool]:
    """What is live, the trained model of the data as they are now, and whether these are the same."""
    desk = room.desk(visit)
    data_hash = desk.layers("").data_hash()
    with visit.office.read() as session:
        live = publishing.live(session)
        model = publishing.made_of(session, desk.archives, data_hash)
    return live, model, bool(live and live.model.data_hash == data_hash)


def how_sure(said: Said) -> str:
    """The key of the words for it."""
    return next(name for least, name in SURE if said.sure >= least)


def _page(visit: Visit, tried: Tried | None = None, live: Published | None = None, fault: str = "") -> Response:
    words = {"fault": fault, "typed_question": visit.field("question"), "how_sure": how_sure}
    data = room.office(visit).data()
    questions = {said.answer: finding_answers.question_of(data, said.answer) for said in _all(tried) if said.answer}
    status = 422 if fault else 200
    return room.shown(visit, "answers_try.html", "try", status, tried=tried, live=live, questions=questions, **words)


def _all(tried: Tried | None) -> list[Said]:
    return [said for said in (tried.live, tried.edited) if said] if tried else []


ROUTES = (
    Route("GET", "/answers/try", show, EDITORS),
    Route("POST", "/answers/try", ask, EDITORS),
)
