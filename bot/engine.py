"""Rasa in this process: its own thread, its own event loop, a tracker that lives for one message."""

import asyncio
import gc
import tempfile
import threading
import uuid
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action as RasaAction
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from bot.thought import Context, Thought
from nlu import straight_runner


class EngineFailed(RuntimeError):
    """The engine gave no reply; tell the citizen that nothing was answered and keep what was typed."""


class ActionsInProcess(EndpointConfig):
    """Stands where Rasa expects an action server and calls the actions directly."""

    def __init__(self, actions: Iterable[Action]) -> None:
        super().__init__(url="in-process", selective_domain=True)
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(self, method: str = "post", *args: Any, **kwargs: Any) -> Any:
        """Run the action named in the call; Rasa logs what it raises, so that must not tell what was said."""
        try:
            return await self._executor.run(kwargs["json"])
        except Exception as failure:  # noqa: BLE001 - whatever it is, its text may quote the citizen
            raise EngineFailed(type(failure).__name__) from None


class _OwnAction(RemoteAction):
    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        # checking our own result against a JSON schema costs ten times the rest of the message
        return True


class _Trackers(InMemoryTrackerStore):
    """Keeps the trackers themselves: each lives for one message and is seen by nobody else."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self.kept: dict[str, DialogueStateTracker] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.kept[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return self.kept.get(sender_id)


class _Processor(MessageProcessor):
    def __init__(self, bulletin: Path | None, *words: Any) -> None:
        self._bulletin = bulletin
        super().__init__(*words)

    def _load_model(self, model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        with tempfile.TemporaryDirectory() as folder:
            metadata, runner = straight_runner.load(Path(model_path), Path(folder), self._bulletin)
        return Path(model_path).name, metadata, runner

    @staticmethod
    def should_predict_another_action(action_name: str) -> bool:
        # one action answers a message; that it then listens need not be predicted
        return False

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        # intents come from the same training data as the domain
        return

    async def parse_message(self, message: UserMessage, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A named intent ("/ask") keeps what the pipeline found for its metadata; Rasa's own reading drops it."""
        named = message.text.removeprefix("/") if message.text else ""
        if named == message.text:
            return await super().parse_message(message, *args, **kwargs)
        message.text = named
        parsed = await super().parse_message(message, *args, **kwargs)
        parsed["intent"] = {"name": named, "confidence": 1.0}
        return parsed | {"intent_ranking": [parsed["intent"]]}

    async def _run_action(self, action: RasaAction, *args: Any, **kwargs: Any) -> Any:
        own = _OwnAction(action.name(), self.action_endpoint) if isinstance(action, RemoteAction) else action
        return await super()._run_action(own, *args, **kwargs)


class Engine:
    """Loads a model and thinks about one message after another; another model can take its place meanwhile."""

    def __init__(self, model: Path, actions: Iterable[Action], bulletin: Path | None = None) -> None:
        """`bulletin` is where the model's bulletin lies now, if not where it lay at the training."""
        self._model, self._actions, self._bulletin = model, actions, bulletin
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._trackers = _Trackers(Domain.empty())
        self._processor: _Processor | None = None

    async def start(self) -> None:
        """Start the engine's thread and load the model there, unless it is loaded already."""
        self._thread.start()
        if self._processor is None:
            await asyncio.to_thread(self.load)

    async def stop(self) -> None:
        """Let the engine's thread end."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join, 5)

    async def think(self, text: str, context: Context | None) -> Thought:
        """What to say to typed words; a leading "/" would be a command to Rasa and is taken off."""
        return await self._there(self._handle(text.lstrip("/ ") or "?", context, {}))

    async def answer(self, answer_id: str, context: Context | None) -> Thought:
        """What to say to a pressed did-you-mean or next-question button."""
        return await self._there(self._handle("/ask", context, {"answer": answer_id}))

    async def menu(self, part: str) -> Thought:
        """The table of contents, or one part of it ("" for all)."""
        return await self._there(self._handle("/menu", None, {"part": part}))

    async def overview(self, section: str) -> Thought:
        """What the bulletin says on one item, for its button in the menu."""
        return await self._there(self._handle("/ask", None, {"overview": section}))

    async def intent(self, name: str) -> Thought:
        """What to say to a command: help, case_status, cancel."""
        return await self._there(self._handle(f"/{name}", None, {}))

    def load(self) -> None:
        """Read the model; takes seconds. May be called before a fork, the thread may not."""
        self._processor = self._read(self._model, self._actions, self._bulletin)
        gc.collect()
        gc.freeze()  # a million objects that stay: walking them again would stop the process for 0.3 s

    async def replace(self, model: Path, actions: Iterable[Action], bulletin: Path | None = None) -> None:
        """Read another model beside the present one; each message is thought about by one of them, never by both."""
        self._processor = await asyncio.to_thread(self._read, model, actions, bulletin)

    def _read(self, model: Path, actions: Iterable[Action], bulletin: Path | None) -> _Processor:
        no_texts, called = TemplatedNaturalLanguageGenerator({}), ActionsInProcess(actions)
        return _Processor(bulletin, str(model), self._trackers, InMemoryLockStore(), no_texts, called)

    def _there(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _handle(self, text: str, context: Context | None, metadata: dict[str, Any]) -> Thought:
        processor = self._processor  # this message's own, should another take its place
        if processor is None:
            raise EngineFailed("the model is not loaded; call start() first")
        sender, said = uuid.uuid4().hex, CollectingOutputChannel()
        before = [SlotSet("context", context), ActionExecuted("action_listen")]
        await self._trackers.save(DialogueStateTracker.from_events(sender, before, processor.domain.slots))
        try:
            message = UserMessage(text, said, sender, metadata={**metadata, "context": context or {}})
            await processor.handle_message(message)
            return _thought(said.messages, await self._trackers.retrieve(sender))
        finally:
            self._trackers.kept.pop(sender, None)


def _thought(messages: list[dict[str, Any]], tracker: DialogueStateTracker | None) -> Thought:
    if not messages or tracker is None or tracker.latest_message is None:
        raise EngineFailed("an action failed; see its name in the log")
    said = messages[0]["custom"]
    parsed = tracker.latest_message.parse_data or {}
    return Thought(
        act=said["act"],
        text=said["text"],
        buttons=tuple(said.get("buttons", ())),
        section=said.get("section"),
        picture=said.get("picture", False),
        do=said.get("do", {}),
        context=tracker.get_slot("context"),
        intent=parsed.get("intent", {}).get("name", ""),
        sure=float((parsed.get("gate") or {}).get("score", 0.0)),
    )
