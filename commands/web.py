"""The public web application as a part of a running service."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn

from bot.attempts import attempt, rounds_until
from bot.telegram_webhook import TelegramWebhook
from bot.web_chat import Sent, WebChannel, WebChat
from bot.web_uploads import Uploads
from commands import health, keys, ledger_seed
from commands.assembly import Service
from commands.clock import now
from db.session import make_engine
from public.application import create
from public.chat import Office
from public.events import Streams
from public.progress_record import Record
from settings import Settings
from web.health import PATH

BETWEEN_SWEEPS = 600.0  # seconds
BACKLOG = 2048


class Server(uvicorn.Server):
    """One that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield


class Site:
    """The channel first, for the service is built with it; the pages when the service is there."""

    def __init__(self, settings: Settings, *, trial: bool, listening: socket.socket) -> None:
        self._settings, self._listening = settings, listening
        self._secret = keys.custody(settings, trial=trial).secret
        self._uploads = Uploads(self._secret, settings.home / "uploads")
        self.channel = WebChannel(self._uploads)

    @property
    def address(self) -> str:
        """Where it is on this machine."""
        host, port = self._listening.getsockname()[:2]
        return f"http://{host}:{port}/"

    async def run(self, running: Service, stop: asyncio.Event, hook: TelegramWebhook | None = None) -> None:
        """Serve until told to stop; what is under way is answered."""
        database = make_engine(self._settings.url)
        chat = WebChat(database, self._secret, running.conversation, self._uploads, now)
        office = Office(chat, Sent, running.wording, running.pictures.draw, now, is_secure(self._settings), hook)
        streams = Streams(office)
        await asyncio.to_thread(ledger_seed.begin, database, *running.pictures.about, now())
        record = Record(lambda: running.pictures.about, database, self._settings.web_address or self.address)
        pages = create(office, self._secret, streams, record)
        pages.add_route(PATH, health.page(self._settings, running).show, methods=["GET"])
        server = Server(configuration(pages))
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve([self._listening]))
            group.create_task(streams.run(stop))
            group.create_task(sweep(self.channel, stop))
            await stop.wait()
            server.should_exit = True


async def sweep(channel: WebChannel, stop: asyncio.Event) -> None:
    """Erase uploads that nobody wanted; not at once, for what waited while nothing ran is fetched first."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), BETWEEN_SWEEPS)
    await rounds_until(stop, lambda: attempt("uploads", "sweep", channel.sweep, now()), BETWEEN_SWEEPS)


def configuration(app: object) -> uvicorn.Config:
    """No log of who came: addresses are not kept; a proxy is not believed either."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",  # what rasa needs of websockets is too old for it
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=1 << 16,
    )


def is_secure(settings: Settings) -> bool:
    """Whether citizens come by https."""
    return settings.web_address.startswith("https://")


def listen(host: str, port: int) -> socket.socket:
    """A socket of this port, OSError when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening
