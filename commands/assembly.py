"""Puts a running service together from its parts: the composition root of talk, chat and serve."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from rasa_sdk import Action
from sqlalchemy import Engine as Database

from actions.answer import ActionAnswer
from actions.answer_writer import AnswerWriter, example
from actions.feedback import ActionOpenIntake, ActionPassOn
from actions.service import service_actions
from bot import intake_script
from bot.case_talk import CaseTalk
from bot.conversation import Conversation
from bot.draft_talk import DraftTalk
from bot.emergency import EmergencyReader
from bot.engine import Engine
from bot.files import FileDesk
from bot.housekeeping import Housekeeping
from bot.intake_dialogue import IntakeDialogue
from bot.intake_prompts import IntakePrompts
from bot.listening import Listener
from bot.missed import MissedQuestions
from bot.outbox import Outbox
from bot.phrases import PhraseReader
from bot.pictures import Pictures
from bot.question_privacy import QuestionPrivacy
from bot.receipts import ReceiptDesk
from bot.request_words import RequestWords
from bot.since_then import SinceThen
from bot.staff_rounds import StaffRounds
from bot.subject import SubjectReader
from bot.takeover import Takeover
from bot.thought import Thinker
from bot.turn import Custody, Kept
from bulletin import profile
from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases.files.scanning import Scanner
from cases.kinds import Queue
from cases.retention.periods import Periods
from cases.retention.purging import Purge, Purged
from cases.sealing import readers
from commands import contacts, jurisdiction, keys, models, retention
from commands.clock import now, quiet_hours
from db import migrate
from db.session import make_engine, read_scope, write_scope
from faq import misses
from faq.archives import Archives
from faq.models import Model
from nlu.normalization import normalize
from settings import ROOT, Settings
from wording import Wording


@dataclass
class Service:
    """All that a channel needs."""

    conversation: Conversation
    outbox: Outbox
    housekeeping: Housekeeping
    staff_rounds: StaffRounds
    engine: Thinker
    since: SinceThen
    pictures: Pictures
    subjects: SubjectReader
    wording: Wording
    receipts: ReceiptDesk
    office: Sequence[Mapping[str, Any]]  # its jurisdiction.yml
    archive: Path | None = None  # the model it speaks by


@contextlib.asynccontextmanager
async def service(settings: Settings, channels: Sequence[Any], *, trial: bool) -> AsyncIterator[Service]:
    """Database, model and engine ready, the parts connected; the engine stops at the end."""
    settings.home.mkdir(parents=True, exist_ok=True)
    custody = keys.custody(settings, trial=trial)
    serving = models.serving(settings)
    bulletin, known = _about(settings, serving.bulletin)
    engine = Engine(serving.archive, actions(bulletin, known, Wording.load()), serving.bulletin)
    built = build(settings, channels, custody, engine, bulletin, known)
    built.archive = serving.archive
    if trial:
        keys.make_demo_team(settings, make_engine(settings.url), custody.secret)
    await engine.start()
    try:
        async with _following(settings, built, engine, serving.publication):
            yield built
    finally:
        await engine.stop()


@contextlib.asynccontextmanager
async def _following(settings: Settings, built: Service, engine: Engine, running: int | None) -> AsyncIterator[None]:
    """Takes over what goes live meanwhile; a model chosen for this run alone stays."""
    if running is None:
        yield
        return
    stop = asyncio.Event()
    takeover = Takeover(make_engine(settings.url), lambda model: take(settings, built, engine, model), running)
    watching = asyncio.create_task(takeover.run(stop))
    try:
        yield
    finally:
        stop.set()
        await watching


async def take(settings: Settings, built: Service, engine: Engine, model: Model) -> None:
    """Let everything that speaks of the bulletin speak by another model, and of its bulletin."""
    archive = await asyncio.to_thread(Archives(settings.models).verified, model)
    folder = models.bulletin_folder(settings, model)
    bulletin, known = await asyncio.to_thread(_about, settings, folder)
    await engine.replace(archive, actions(bulletin, known, Wording.load()), folder)
    built.pictures.about, built.wording.hotline = (bulletin, known), hotline(known, built.wording)
    built.since.bulletin, built.archive = bulletin.id, archive
    built.subjects.learn(known.places, known.keywords)
    built.receipts.jurisdiction = jurisdiction.of(built.office, known)


def _about(settings: Settings, folder: Path) -> tuple[Bulletin, Profile]:
    """A bulletin, and its profile with what officers found out about its contacts."""
    bulletin, known = profile.load(folder)
    return bulletin, contacts.checked(models.opened(settings), known)


def actions(bulletin: Bulletin, known: Profile, wording: Wording) -> list[Action]:
    """Everything Rasa may call."""
    wording.hotline = hotline(known, wording)
    writer = AnswerWriter(bulletin, known, wording)
    phone = next(
        (c.published_value for c in known.contacts if c.kind == "phone" and c.published_value[0] == "0"), "12388"
    )
    services = service_actions(bulletin, wording, phone, example(known, bulletin))
    return [ActionAnswer(writer), ActionPassOn(), ActionOpenIntake(writer), *services]


def hotline(known: Profile, wording: Wording) -> str:
    """The national telephone of the discipline inspection, with what those who call from elsewhere put before it."""
    code = known.area_code
    return wording("hotline.from_outside", area_code=code) if code else wording("hotline.plain")


def build(
    settings: Settings,
    channels: Sequence[Any],
    custody: Custody,
    engine: Thinker,
    bulletin: Bulletin,
    known: Profile,
    clock: Callable[[], datetime] = now,
) -> Service:
    """Connect the parts; nothing is started."""
    wording, database = Wording.load(), make_engine(settings.url)
    wording.hotline = hotline(known, wording)
    migrate.upgrade(database)
    files = settings.home / "attachments"
    files.mkdir(parents=True, exist_ok=True)
    pictures = Pictures(settings.home / "pictures", wording, (bulletin, known))
    subjects = SubjectReader(known.places, known.keywords, fold)
    senders = [channel for channel in channels if hasattr(channel, "deliver")]  # the web chat waits to be asked
    outbox = Outbox(database, custody.secret, senders, pictures, clock)
    office = jurisdiction.records(settings)
    receipts = ReceiptDesk(wording, custody, database, jurisdiction.of(office, known), jurisdiction.doors())
    since = SinceThen(engine, database, wording, bulletin.id)
    listener = _listener(settings, custody, since, subjects, receipts, wording, database)
    conversation = Conversation(database, custody, listener, wording, clock, outbox.wake)
    quiet = quiet_hours(settings)
    fetchers = {channel.name: channel for channel in channels}
    forget, scanner = misses.forget_old, Scanner(settings.clamd) if settings.clamd else None
    keeping = Housekeeping(database, custody.secret, fetchers, files, quiet, wording, clock, forget, scanner)
    rounds = StaffRounds(database, clock, _purge(database, files, clock))
    return Service(conversation, outbox, keeping, rounds, engine, since, pictures, subjects, wording, receipts, office)


def _purge(database: Database, files: Path, clock: Callable[[], datetime]) -> Callable[[], Purged]:
    """Takes away what is due to go."""
    read, write = partial(read_scope, database), partial(write_scope, database)
    return Purge(read, write, clock, files, Periods.load(retention.FILE)).run


def _listener(
    settings: Settings,
    custody: Custody,
    engine: Thinker,
    subjects: SubjectReader,
    receipts: ReceiptDesk,
    wording: Wording,
    database: Any,
) -> Listener:
    intake = ROOT / "data" / "intake"
    phrases, scripts = PhraseReader(intake / "phrases.yml", fold), intake_script.load(intake)
    prompts = IntakePrompts(wording, scripts, privacy_notice(settings, wording))
    about, takes = intake_script.load_about(intake), partial(can_take, database)
    dialogue = IntakeDialogue(wording, scripts, phrases, subjects, prompts, about, takes)
    files = FileDesk(wording, custody.secret, settings.home / "attachments")
    drafts = DraftTalk(wording, dialogue, custody, receipts, files)
    cases = CaseTalk(wording, custody, receipts, files, database)
    emergencies = EmergencyReader(ROOT / "data" / "emergency.yml", fold)
    privacy = QuestionPrivacy(ROOT / "data" / "question_privacy.yml", emergencies, fold)
    missed = MissedQuestions(misses, privacy, Kept(custody.secret))
    requests = RequestWords(intake / "requests.yml", fold)
    return Listener(wording, engine, drafts, cases, emergencies, phrases, custody, missed, requests)


def can_take(database: Database, queue: Queue) -> bool:
    """Whether somebody is there now who may read what waits in this queue (domain.md 2.9, 4.1)."""
    with read_scope(database) as session:
        return readers.can_take(session, queue)


def privacy_notice(settings: Settings, wording: Wording) -> str:
    """Notice N2; a blank that is not set leaves its sentence out (`check-deploy` lists it)."""
    blanks = {"processor": settings.notice_processor, "retention": settings.notice_retention}
    blanks["rights"] = settings.notice_rights_contact
    filled = {name: wording(f"notice.privacy_{name}", value=value) if value else "" for name, value in blanks.items()}
    return wording("notice.privacy", **filled)


def fold(text: str) -> str:
    """Text in the one way of writing that patterns are matched on."""
    return normalize(text).text


async def until_stopped(stop: asyncio.Event, *loops: Any) -> None:
    """Run the loops side by side; the first that ends by an error stops the others."""
    async with asyncio.TaskGroup() as group:
        for loop in loops:
            group.create_task(loop)
        await stop.wait()
