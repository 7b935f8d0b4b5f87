"""A plain Rasa project, run as its documentation says: `rasa run` with REST, `rasa run actions`, `rasa train`."""

import asyncio
import os
import time
from asyncio.subprocess import DEVNULL
from contextlib import suppress
from pathlib import Path

import aiohttp

from bench.stock.asking import FIRST, Edit, Reply
from bench.stock.processes import Place, Spent, ended, finished, started
from bench.stock.same_data import add_phrasing

SERVICE = ("run", "--enable-api", "--cors", "*", "--model", "models/first.tar.gz")
ACTIONS = ("run", "actions")
URL = "http://localhost:5005"
PATIENCE = 600  # seconds for one answer; the loading of a model takes long
BETWEEN_LOOKS = 0.1


class RasaProject:
    """Both processes, with the `rasa` of an environment of its own; `facts` are the answers about the bulletin."""

    def __init__(self, rasa: Path, folder: Path, facts: frozenset[str]) -> None:
        self.pids: list[int] = []
        self._rasa, self._folder, self._facts = str(rasa), folder, facts
        own = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
        self._place = Place(folder, {**os.environ, **own})

    async def train(self, name: str = "first") -> Spent:
        """`rasa train`; its cache serves the second time."""
        return await finished(self._place, [self._rasa, "train", "--fixed-model-name", name])

    async def start(self) -> float:
        """Seconds until the first answer; the service and the action server start at once."""
        began = time.perf_counter()
        self._running = [await started(self._place, [self._rasa, *words], DEVNULL) for words in (SERVICE, ACTIONS)]
        self.pids = [process.pid for process in self._running]
        self._web = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE))
        while not await self._answers():
            await asyncio.sleep(BETWEEN_LOOKS)
        return time.perf_counter() - began

    async def _answers(self) -> bool:
        """Whether it does yet; SystemExit when a process has ended."""
        if any(process.returncode is not None for process in self._running):
            raise SystemExit(f"rasa run ended in {self._folder}; run it by hand to see why")
        with suppress(aiohttp.ClientConnectionError):
            return bool((await self.ask("first", FIRST)).text)
        return False

    async def ask(self, chat: str, text: str) -> Reply:
        """Through the REST channel."""
        message = {"sender": chat, "message": text}
        async with self._web.post(f"{URL}/webhooks/rest/webhook", json=message) as response:
            said = [reply.get("text", "") for reply in await response.json()]
        return Reply("\n".join(said), any(words in self._facts for words in said))

    async def edit(self, edit: Edit) -> float:
        """Seconds from the saved file to the answer: trained again, then the running service loads the model."""
        began = time.perf_counter()
        add_phrasing(edit.file, edit.intent, edit.text)
        await self.train("edited")
        model = {"model_file": str(self._folder / "models" / "edited.tar.gz")}
        async with self._web.put(f"{URL}/model", json=model) as response:
            response.raise_for_status()
        reply = await self.ask("edit", edit.text)
        if not edit.is_live(reply.text):
            print("stock Rasa still does not give the answer that the new phrasing belongs to")
        return time.perf_counter() - began

    async def stop(self) -> None:
        """End both processes."""
        await self._web.close()
        for process in self._running:
            await ended(process)
