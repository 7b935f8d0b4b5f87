"""The templates and what all of them can say."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cases.times import LOCAL
from web.kept_files import version

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Templates:
    """Fills them; what is not given is an error, what is given is escaped."""

    def __init__(self, say: Callable[..., str]) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {"say": say, "version": version(STATIC)}
        self._templates.filters |= {"day": day, "minute": minute}

    def render(self, template: str, **context: Any) -> str:
        """A page."""
        return self._templates.get_template(template).render(**context)


def day(at: date | datetime | None) -> str:
    """2026-12-31 on the wall, "" for no day."""
    if isinstance(at, datetime):
        at = at.astimezone(LOCAL).date()
    return at.isoformat() if at else ""


def minute(at: datetime) -> str:
    """2026-12-31 14:05 on the wall."""
    return at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
