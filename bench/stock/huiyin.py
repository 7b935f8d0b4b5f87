"""A copy of this project, as a channel and a clerk use it: `./huiyin talk` and `./huiyin train`."""

import asyncio
import json
import os
import time
from asyncio.subprocess import Process
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

from bench.stock.asking import FIRST, Edit, Reply
from bench.stock.processes import Place, Spent, ended, finished, started
from bench.stock.same_data import add_phrasing

FACTS = ("answer", "overview", "contact")
TRAIN = ("./huiyin", "train", "--force", "--reason", "bench", "--as", "bench")
PUBLISHED = "发布 "  # how the last line of a training begins
PATIENCE = 300  # seconds from an edit to its answer
BETWEEN_LOOKS = 0.1


class Huiyin:
    """One service, trained in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.pids: list[int] = []
        own = {"HUIYIN_HOME": str(folder / "var"), "DATABASE_URL": ""}
        self._place = Place(folder, {k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_")} | own)
        self._asked: deque[asyncio.Future[bytes]] = deque()

    async def train(self) -> Spent:
        """Check, train, answer the golden questions, publish."""
        return await finished(self._place, TRAIN)

    async def start(self) -> float:
        """Seconds until the first answer."""
        began = time.perf_counter()
        self._talk = await started(self._place, ["./huiyin", "talk"])
        self.pids = [self._talk.pid]
        self._listening = asyncio.create_task(self._listen())
        await self.ask("first", FIRST)
        return time.perf_counter() - began

    async def ask(self, chat: str, text: str) -> Reply:
        """A line in, a line out; several may be on their way."""
        answer = asyncio.get_running_loop().create_future()
        self._asked.append(answer)
        if self._talk.stdin is None:
            raise ValueError("start the process with pipes")
        self._talk.stdin.write(json.dumps({"chat": chat, "text": text}).encode() + b"\n")
        said = json.loads(await answer)
        return Reply("\n".join(reply["text"] for reply in said["replies"]), said["act"] in FACTS)

    async def _listen(self) -> None:
        async for line in _lines(self._talk):
            self._asked.popleft().set_result(line.encode())

    async def edit(self, edit: Edit) -> float:
        """Seconds from the saved file to the answer, while `./huiyin train --watch` looks on, as in the office."""
        watch = await started(self._place, [*TRAIN, "--watch"])
        try:
            async for line in _lines(watch):
                if line.startswith(PUBLISHED):
                    break
            began = time.perf_counter()
            add_phrasing(edit.file, edit.intent, edit.text)
            await self._until_live(edit, began + PATIENCE)
            return time.perf_counter() - began
        finally:
            await ended(watch)

    async def _until_live(self, edit: Edit, deadline: float) -> None:
        number = 0
        while not edit.is_live((await self.ask(f"edit{number}", edit.text)).text):
            if time.perf_counter() > deadline:
                raise SystemExit(f"the edit was not live after {PATIENCE} s")
            number += 1
            await asyncio.sleep(BETWEEN_LOOKS)

    async def stop(self) -> None:
        """End the service."""
        await ended(self._talk)
        await self._listening


async def _lines(process: Process) -> AsyncIterator[str]:
    if process.stdout is None:
        raise ValueError("start the process with pipes")
    while line := await process.stdout.readline():
        yield line.decode()
