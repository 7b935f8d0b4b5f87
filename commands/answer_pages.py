"""The desk of the answers, put together for the pages of the console."""

import asyncio
from collections.abc import Mapping
from functools import partial
from threading import Lock

from sqlalchemy import Engine as Database

from actions.answer_writer import AnswerWriter
from bot.engine import Engine
from bot.thought import Thinker, Thought
from bulletin import profile
from bulletin.errors import UnreadableBulletin
from commands import models
from commands.assembly import Service, actions
from commands.bulletin import WORDS, shelf_of
from commands.training_beside import TrainingBeside
from console.answers.desk import AnswerDesk, Said
from faq.archives import Archives
from faq.layers import Layers
from faq.models import Model
from nlu.catalogue import Answer
from settings import ROOT, Settings
from wording import Wording


def desk(settings: Settings, database: Database, running: Service) -> AnswerDesk:
    """Everything of this home; `running` answers the citizens."""
    kept = shelf_of(settings)

    def layers(bulletin_id: str) -> Layers:
        if not bulletin_id:
            return live_layers(settings, database)
        return Layers(ROOT, kept.find(bulletin_id).folder.absolute(), settings.home.absolute() / "data")

    return AnswerDesk(
        layers,
        Archives(settings.models),
        kept,
        TrainingBeside(settings),
        partial(_ask_live, running),
        OtherModel(settings).ask,
        lambda name, text, metadata: _preview(layers(""), name, text, metadata),
        partial(models.named_folder, settings),
        WORDS,
    )


def live_layers(settings: Settings, database: Database) -> Layers:
    """Those of the live bulletin; UnreadableBulletin when its folder is gone."""
    try:
        return models.layers(settings, models.live(database))
    except models.NoModel as gone:  # it would end the service
        raise UnreadableBulletin(str(gone)) from None


class OtherModel:
    """A model beside the live one, kept for the next question."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._engine: Engine | None = None
        self._archive = ""

    def ask(self, model: Model, question: str) -> Said:
        """What it would say; reading a model takes seconds. Unusable when its file is not what was trained here."""
        with self._lock:
            if self._engine is None or self._archive != model.archive:
                former, self._engine = self._engine, None
                self._engine = asyncio.run(self._in_place_of(former, model))
                self._archive = model.archive
            return said(self._archive, _thought(self._engine, question))

    async def _in_place_of(self, former: Engine | None, model: Model) -> Engine:
        if former:
            await former.stop()
        archive, folder = Archives(self._settings.models).verified(model), models.bulletin_folder(self._settings, model)
        spoken = actions(*profile.load(folder), Wording.load())
        engine = Engine(archive, spoken, folder)
        await engine.replace(archive, spoken, folder)  # `load` would keep it in memory for good
        await engine.start()
        return engine


def said(archive: str, thought: Thought) -> Said:
    """A thought as the pages show it."""
    choices = tuple(button["label"] for button in thought.buttons) if thought.act == "clarify" else ()
    return Said(archive, thought.act, thought.text, thought.sure, thought.answer, thought.section, choices)


def _ask_live(running: Service, question: str) -> Said:
    archive = running.archive.name if running.archive else ""
    return said(archive, _thought(running.engine, question))


def _thought(thinker: Thinker, question: str) -> Thought:
    return asyncio.run(thinker.think(question, None))


def _preview(layers: Layers, name: str, text: str, metadata: Mapping[str, object]) -> str:
    fields = {key: str(value or "") for key, value in metadata.items() if key in Answer.__dataclass_fields__}
    candidate = Answer(name, text, **fields).as_dict()
    gate = {"decision": "accept", "answers": [candidate]}
    return str(AnswerWriter(*layers.about(), Wording.load()).write(gate, [candidate], None)["text"])
