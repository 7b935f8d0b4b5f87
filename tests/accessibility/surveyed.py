"""Both applications where a real browser reaches them, and what it says of a page."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Page

GRAVE = ("serious", "critical")
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = true })"
UNMARKED = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  const reached = [...document.querySelectorAll(all)].filter(one => one.checkVisibility() && !one.disabled)
  return reached.filter(one => {
    one.focus()
    const style = getComputedStyle(one)
    const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    return document.activeElement === one && !shown && style.boxShadow === 'none'
  }).map(one => one.outerHTML.slice(0, 100))
}"""
TOO_WIDE = """() => {
  const most = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= most) return []
  const beyond = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > most + 1)
  return beyond.map(one => one.outerHTML.slice(0, 100)).slice(0, 3)
}"""


@dataclass(frozen=True)
class Setting:
    """How somebody looks at a page."""

    width: int
    large: bool = False


SETTINGS = {"wide": Setting(1280), "narrow": Setting(320), "large": Setting(1280, True), "both": Setting(320, True)}


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def complaints(page: Page, setting: Setting) -> list[str]:
    """Of axe what is grave, what does not show that it has the focus, what cannot be read without moving sideways."""
    page.evaluate(OPEN_ALL)
    found = Axe().run(page).response["violations"]
    grave = [f"{one['id']}: {node['html'][:150]}" for one in found if one["impact"] in GRAVE for node in one["nodes"]]
    page.keyboard.press("Tab")  # so that the browser shows where the focus is
    unmarked = [f"no outline: {one}" for one in page.evaluate(UNMARKED)] if setting.width > 320 else []
    return [*grave, *unmarked, *(f"too wide: {one}" for one in page.evaluate(TOO_WIDE))]
