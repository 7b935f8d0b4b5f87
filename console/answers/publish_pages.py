"""What has changed, training, the golden questions before and after, going live and going back."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases.audit.deeds import Action
from console.answers import room
from console.answers.desk import AlreadyTraining, AnswerDesk
from console.answers.room import EDITORS
from console.ids import id_of
from console.once import once
from console.refused import BadField
from console.visit import Route, Visit
from faq import changes, finding_answers, going_live, golden, offices, publishing, release_report
from faq.changes import Changes
from faq.going_live import Verdict
from faq.layers import Layers
from faq.models import Model
from faq.offices import EditRefused
from faq.publishing import Published
from faq.saving import signed

PLACE = "/answers/publish"
MOST_VERSIONS = 30


@dataclass(frozen=True)
class Release:
    """What could go live: the data of one bulletin as they are now, and the model that was trained of them."""

    desk: AnswerDesk
    layers: Layers
    data_hash: str
    live: Published | None
    rival: Model | None  # of this bulletin, live last
    model: Model | None

    @classmethod
    def of(cls, session: Session, desk: AnswerDesk, bulletin: str) -> "Release":
        """Of a bulletin's id, "" for the live one."""
        layers = desk.layers(bulletin)
        data_hash, live = layers.data_hash(), publishing.live(session)
        model = publishing.made_of(session, desk.archives, data_hash)
        return cls(desk, layers, data_hash, live, publishing.last_of(session, layers.id), model)

    @property
    def is_live(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.live and self.live.model.data_hash == self.data_hash)

    @cached_property
    def verdict(self) -> Verdict:
        """The trained model beside the rival."""
        return going_live.verdict(self.model, self.rival) if self.model else Verdict()

    def changed(self) -> Changes:
        """What is not in the model of this bulletin that was live last."""
        from_files = offices.of(self.layers)
        before = self.desk.archives.trained_on(self.rival) if self.rival else None
        rows = golden.read(self.layers.folders)[0]
        return changes.compare(before, from_files.data(), rows) if before else Changes()


def show(visit: Visit) -> Response:
    """Where things stand; the same after the page was closed and opened again."""
    return _page(visit)


def progress(visit: Visit) -> Response:
    """For the script that looks every second."""
    found = room.desk(visit).training.progress()
    steps = [{"name": name, "seconds": seconds} for name, seconds in found.steps] if found else []
    return visit.json({"running": bool(found and found.running), "steps": steps})


def train(visit: Visit) -> Response:
    """Begin, unless one is under way."""
    desk, bulletin = room.desk(visit), visit.field("bulletin")
    _, reason = signed(visit.officer.name, visit.field("reason") or visit.say("console.answers.publish.default_reason"))
    layers = desk.layers(bulletin)
    try:
        with visit.watch(Action.PUBLISH, subject="training"):
            desk.training.start(visit.officer.name, reason, layers.bulletin)
    except AlreadyTraining:
        raise BadField(visit.say("console.answers.publish.already")) from None
    return visit.to(_place(bulletin), visit.say("console.answers.publish.begun"))


def publish(visit: Visit) -> Response:
    """Let the trained model go live, by force only when golden questions break."""
    desk, bulletin, force = room.desk(visit), visit.field("bulletin"), bool(visit.field("force"))
    try:
        signature = signed(visit.officer.name, visit.field("reason"))
    except EditRefused:
        return _page(visit, visit.say("console.answers.reason_missing"))
    with visit.office.read() as session:
        release = Release.of(session, desk, bulletin)
    if release.model is None or visit.field("model") != str(release.model.id):
        return _page(visit, visit.say("console.answers.publish.changed_meanwhile"))
    if release.verdict.is_against and not force:
        return _page(visit, visit.say("console.answers.publish.against"))
    _go_live(visit, release, signature)
    return visit.to(PLACE, visit.say("console.answers.publish.done"))


def roll_back(visit: Visit) -> Response:
    """Publish an earlier model again."""
    desk, number = room.desk(visit), visit.field("number")
    try:
        by, reason = signed(visit.officer.name, visit.field("reason"))
    except EditRefused:
        return _page(visit, visit.say("console.answers.reason_missing"))
    with room.change(visit, "rolled back", reason, Action.PUBLISH) as session:
        publishing.roll_back(session, desk.archives, id_of(number) or 0, by, reason, visit.now)
    return visit.to(PLACE, visit.say("console.answers.publish.rolled_back"))


def _go_live(visit: Visit, release: Release, signature: tuple[str, str]) -> None:
    model, forced = release.model, release.verdict.is_against
    if model is None:
        return
    release.desk.archives.verified(model)
    with room.change(visit, "published", signature[1], Action.PUBLISH) as session:
        gone = going_live.go_live(session, release.layers, model, signature, forced, release.live, visit.now)
    for former in gone:
        with suppress(OSError):  # it is live already, and must not be said to have failed for an old file
            release.desk.archives.clear(former)


def _page(visit: Visit, fault: str = "") -> Response:
    desk, bulletin = room.desk(visit), visit.field("bulletin") or visit.query.get("bulletin", "")
    with visit.office.read() as session:
        release = Release.of(session, desk, bulletin)
        versions = publishing.history(session, MOST_VERSIONS)
        changed = release.changed()
    data = room.office(visit).data()
    context = {
        "release": release,
        "changed": changed,
        "progress": desk.training.progress(),
        "versions": versions,
        "report": release_report,
        "question_of": lambda name: finding_answers.question_of(data, name) or name,
        "has": desk.archives.has,
        "bulletin": bulletin,
        "fault": fault,
        "reason": visit.field("reason"),
    }
    return room.shown(visit, "answers_publish.html", "publish", 422 if fault else 200, **context)


def _place(bulletin: str) -> str:
    return f"{PLACE}?bulletin={bulletin}" if bulletin else PLACE


ROUTES = (
    Route("GET", PLACE, show, EDITORS),
    Route("GET", f"{PLACE}/progress", progress, EDITORS, passive=True),
    Route("POST", f"{PLACE}/train", once(PLACE)(train), EDITORS),
    Route("POST", f"{PLACE}/live", once(PLACE)(publish), EDITORS),
    Route("POST", f"{PLACE}/back", once(PLACE)(roll_back), EDITORS),
)
