"""Questions that were not answered well: group by group, and what becomes of each."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from cases.times import local_date
from console.answers import room
from console.answers.faults import Faults
from console.answers.room import EDITORS
from console.ids import id_of
from console.once import once
from console.refused import NotFound
from console.visit import Route, Visit
from faq import editing, excerpts, finding_answers, marking, misses
from faq.edit_check import Faulty
from faq.edits import Edit
from faq.finding_answers import Found
from faq.misses import Group
from faq.offices import Office

PLACE, PAGE, EXAMPLES = "/answers", 30, 3
ANY_UNSAID = "unsaid/other_matters"
MOST_FOUND = 12
Proposal = tuple[str, str, str]  # the item, an excerpt, and where its clauses begin


def index(visit: Visit) -> Response:
    """The groups, the most frequent first; those that somebody let be, to take them up again."""
    start = id_of(visit.query.get("from", "")) or 0
    with visit.office.read() as session:
        groups, dismissed = misses.groups(session), misses.dismissed(session)
    data = room.office(visit).data()
    near = {group.answer: finding_answers.question_of(data, group.answer) for group in groups if group.answer}
    context: dict[str, Any] = {"near": near, "dismissed": dismissed, "examples": EXAMPLES, "count": len(groups)}
    context["following"] = start + PAGE if len(groups) > start + PAGE else None
    return room.shown(visit, "answers_misses.html", "misses", groups=groups[start : start + PAGE], **context)


def one(visit: Visit) -> Response:
    """One group and everything that can be done with it."""
    group = _group(visit)
    return _page(visit, group, group.questions)


def search(visit: Visit) -> Response:
    """The same with the answers that have the typed words; what was ticked and written stays."""
    words, data = visit.field("words"), room.office(visit).data()
    found = list(finding_answers.by_words(data, words)) if words else []
    answers = [one for one in found if one.answer in data.responses][:MOST_FOUND]
    return _page(visit, _group(visit), visit.fields("question"), answers)


def as_phrasing(visit: Visit) -> Response:
    """The ticked questions mean the chosen answer from now on."""
    faults, edit, name = Faults(), Edit(room.office(visit)), visit.field("answer")
    if not name:
        faults.add("answer", visit.say("console.answers.choose_answer"))
    else:
        faults.attempt("answer", lambda: editing.add_phrasings(edit, name, visit.fields("question")))
    return _settled(visit, edit, faults, name, "phrasing")


def out_of_scope(visit: Visit) -> Response:
    """The bulletin does not say it; from now on that is what is answered."""
    faults, edit = Faults(), Edit(room.office(visit))
    name = visit.field("unsaid") or ANY_UNSAID
    words, question = visit.say("unsaid.other_matters"), visit.say("unsaid.other_matters_question")
    questions = visit.fields("question")
    faults.attempt("unsaid", lambda: editing.mark_out_of_scope(edit, questions, name, words, question))
    return _settled(visit, edit, faults, name, "out_of_scope")


def dismiss(visit: Visit) -> Response:
    """Nothing has to be done about the ticked ones."""
    group, faults = _group(visit), Faults()
    reason, ticked = faults.signed(visit), _ticked(visit, faults)
    if faults:
        return _page(visit, group, ticked, faults=faults)
    with room.change(visit, "miss dismissed", reason) as session:
        misses.settle(session, group, misses.DISMISSED, local_date(visit.now), ticked)
    return visit.to(PLACE, visit.say("console.answers.dismissed"))


def reopen(visit: Visit) -> Response:
    """What somebody let be is to be looked at after all."""
    with room.change(visit, "miss reopened", "") as session:
        known = misses.dismissed(session)
        misses.reopen(session, [text for text in visit.fields("question") if text in dict(known)])
    return visit.to(PLACE, visit.say("console.answers.reopened"))


def _settled(visit: Visit, edit: Edit, faults: Faults, name: str, how: str) -> Response:
    group = _group(visit)
    reason, ticked = faults.signed(visit), _ticked(visit, faults)
    if not faults:
        try:
            checked, today = edit.checked(), local_date(visit.now)
            room.save(
                visit, checked, reason, f"miss {how}", lambda session: misses.settle(session, group, how, today, ticked)
            )
            return visit.to(PLACE, visit.say("console.answers.saved"))
        except Faulty as faulty:
            faults.found(visit, faulty, name, edit.office)
    return _page(visit, group, ticked, faults=faults)


def _page(
    visit: Visit,
    group: Group,
    ticked: Sequence[str],
    found: Sequence[Found] | None = None,
    faults: Faults | None = None,
) -> Response:
    office = room.office(visit)
    data = office.data()
    context = {
        "near": _near(office, group, visit.field("answer")),
        "chosen": visit.field("answer"),
        "found": found,
        "words": visit.field("words"),
        "proposals": _proposals(office, group),
        "unsaid": [(name, finding_answers.question_of(data, name)) for name in data.responses if _is_unsaid(name)],
        "unsaid_chosen": visit.field("unsaid"),
        "reason": visit.field("reason") if visit.body.fields else _usual_reason(visit, group),
        "faults": faults or Faults(),
    }
    status = 422 if faults else 200
    return room.shown(visit, "answers_miss.html", "misses", status, group=group, ticked=ticked, **context)


def _near(office: Office, group: Group, chosen: str) -> list[Found]:
    """The one chosen before, the answer that the bot was near to, then those whose phrasings are alike."""
    data = office.data()
    alike = finding_answers.by_likeness(data, group.questions[:EXAMPLES])
    own = [name for name in dict.fromkeys((chosen, group.answer)) if name in data.responses]
    first = [Found(name, finding_answers.question_of(data, name), ()) for name in own]
    return [*first, *(one for one in alike if one.answer not in own)]


def _usual_reason(visit: Visit, group: Group) -> str:
    return visit.say("console.answers.miss.reason", count=group.count)


def _proposals(office: Office, group: Group) -> list[Proposal]:
    found = excerpts.propose_excerpts(office.bulletin, " ".join(group.questions[:EXAMPLES]))
    proposals = []
    for label, words in found:
        if section := office.bulletin.section(label):
            proposals.append((label, words, ",".join(map(str, sorted(marking.ticks(section, words))))))
    return proposals


def _is_unsaid(name: str) -> bool:
    return name.startswith("unsaid/") and name != ANY_UNSAID


def _ticked(visit: Visit, faults: Faults) -> list[str]:
    """Those of the group that are ticked; none is a fault."""
    known = _group(visit).questions
    ticked = [question for question in visit.fields("question") if question in known]
    if not ticked:
        faults.add("question", visit.say("console.answers.tick_one"))
    return ticked


def _group(visit: Visit) -> Group:
    with visit.office.read() as session:
        groups = misses.groups(session)
    for group in groups:
        if str(group.number) == visit.path["number"]:
            return group
    raise NotFound


ROUTES = (
    Route("GET", PLACE, index, EDITORS),
    Route("POST", f"{PLACE}/misses/reopen", once(PLACE)(reopen), EDITORS),
    Route("GET", f"{PLACE}/misses/{{number}}", one, EDITORS),
    Route("POST", f"{PLACE}/misses/{{number}}/search", search, EDITORS),
    Route("POST", f"{PLACE}/misses/{{number}}/phrasing", once(PLACE)(as_phrasing), EDITORS),
    Route("POST", f"{PLACE}/misses/{{number}}/out-of-scope", once(PLACE)(out_of_scope), EDITORS),
    Route("POST", f"{PLACE}/misses/{{number}}/dismiss", once(PLACE)(dismiss), EDITORS),
)
