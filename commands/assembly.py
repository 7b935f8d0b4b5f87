"""Puts a running service together from its parts: the composition root of talk, chat and serve."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from rasa_sdk import Action

from actions.answer import ActionAnswer
from actions.answer_writer import AnswerWriter
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
from bot.outbox import Outbox
from bot.phrases import PhraseReader
from bot.pictures import Pictures
from bot.receipts import ReceiptDesk
from bot.subject import SubjectReader
from bot.thought import Thinker
from bot.turn import Custody
from bulletin import profile
from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases.times import QuietHours
from commands import keys, training
from commands.clock import now
from db import migrate
from db.session import make_engine
from nlu.normalization import normalize
from settings import ROOT, Settings
from wording import Wording


@dataclass
class Service:
    """All that a channel needs."""

    conversation: Conversation
    outbox: Outbox
    housekeeping: Housekeeping
    engine: Thinker


@contextlib.asynccontextmanager
async def service(settings: Settings, channels: Sequence[Any], *, trial: bool) -> AsyncIterator[Service]:
    """Database, model and engine ready, the parts connected; the engine stops at the end."""
    settings.home.mkdir(parents=True, exist_ok=True)
    custody = keys.custody(settings, trial=trial)
    bulletin, known = profile.load(settings.bulletin)
    engine = Engine(training.live_model(settings), actions(bulletin, known, Wording.load()))
    built = build(settings, channels, custody, engine, bulletin, known)
    await engine.start()
    try:
        yield built
    finally:
        await engine.stop()


def actions(bulletin: Bulletin, known: Profile, wording: Wording) -> list[Action]:
    """Everything Rasa may call."""
    writer = AnswerWriter(bulletin, known, wording)
    phone = next(
        (c.published_value for c in known.contacts if c.kind == "phone" and c.published_value[0] == "0"), "12388"
    )
    return [ActionAnswer(writer), ActionPassOn(), ActionOpenIntake(writer), *service_actions(bulletin, wording, phone)]


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
    migrate.upgrade(database)
    files = settings.home / "attachments"
    files.mkdir(parents=True, exist_ok=True)
    pictures = Pictures(settings.home / "pictures", wording, bulletin, known)
    outbox = Outbox(database, custody.secret, channels, pictures, clock)
    listener = _listener(settings, custody, engine, known, wording, database)
    conversation = Conversation(database, custody, listener, wording, clock, outbox.wake)
    quiet = QuietHours(time(settings.quiet_from), time(settings.quiet_until))
    fetchers = {channel.name: channel for channel in channels}
    keeping = Housekeeping(database, custody.secret, custody.readers, fetchers, files, quiet, wording, clock)
    return Service(conversation, outbox, keeping, engine)


def _listener(
    settings: Settings, custody: Custody, engine: Thinker, known: Profile, wording: Wording, database: Any
) -> Listener:
    intake = ROOT / "data" / "intake"
    phrases, scripts = PhraseReader(intake / "phrases.yml", fold), intake_script.load(intake)
    subjects = SubjectReader(known.places, known.keywords, fold)
    readers = custody.readers
    prompts = IntakePrompts(wording, scripts, privacy_notice(settings, wording))
    confidential = readers.team is not None and readers.superior is not None
    about = intake_script.load_about(intake)
    dialogue = IntakeDialogue(wording, scripts, phrases, subjects, prompts, about, confidential)
    receipts = ReceiptDesk(wording, custody, database)
    files = FileDesk(wording, custody.secret, settings.home / "attachments")
    drafts = DraftTalk(wording, dialogue, phrases, custody, receipts, files, confidential)
    cases = CaseTalk(wording, custody, receipts, files, database)
    emergencies = EmergencyReader(ROOT / "data" / "emergency.yml", fold)
    return Listener(wording, engine, drafts, cases, emergencies, phrases, custody)


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
