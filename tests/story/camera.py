"""The pictures of docs/manual.md, made by the story itself: HUIYIN_PICTURES names the folder they go to."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = os.environ.get("HUIYIN_PICTURES")
COLOURS, LARGEST = 128, 150_000  # bytes


def take(page: Page, name: str, *, around: str = "") -> None:
    """What stands on the page, or one part of it; nothing where no pictures are wanted."""
    if not FOLDER:
        return
    part = page.locator(around).first if around else page
    picture = part.screenshot(animations="disabled")
    _keep(picture, Path(FOLDER) / f"{name}.png")


def _keep(picture: bytes, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    assert file.stat().st_size < LARGEST, f"{file.name} is too large for the manual"
