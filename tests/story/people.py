"""Who plays in the story, each with a browser of their own: they press what they see and read what is shown."""

import re
from io import BytesIO

from PIL import Image, ImageOps
from playwright.sync_api import Browser, FilePayload, Locator, ViewportSize, expect
from pyotp import TOTP

from tests.accounts import PASSPHRASE

PATIENCE = 20_000  # milliseconds
DESK: ViewportSize = {"width": 1280, "height": 800}
TELEPHONE: ViewportSize = {"width": 420, "height": 800}


class Citizen:
    """Somebody with a telephone, at the web chat."""

    def __init__(self, chromium: Browser, address: str) -> None:
        self.page = chromium.new_page(viewport=TELEPHONE, locale="zh-CN")
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(address)

    def say(self, words: str) -> None:
        """Type it and send it; wait for the reply."""
        count = self._replies.count()
        self.page.get_by_label("在这里写您想问的、想说的").fill(words)
        self.page.get_by_role("button", name="发送").click()
        expect(self._replies).not_to_have_count(count, timeout=PATIENCE)

    def show(self, file: FilePayload) -> None:
        """Goes with what is said next."""
        self.page.set_input_files("#file", [file])

    def press(self, label: str) -> None:
        """A button under the last reply."""
        count = self._replies.count()
        self._replies.last.get_by_role("button", name=label, exact=True).click()
        expect(self._replies).not_to_have_count(count, timeout=PATIENCE)

    def hears(self, words: str) -> None:
        """In the last reply."""
        expect(self.page.locator(".ours .text").last).to_contain_text(words, timeout=PATIENCE)

    def receipt(self) -> tuple[str, str]:
        """Number and code."""
        number, code = (self.page.locator(f".receipt .{part}").last.inner_text() for part in ("number", "code"))
        assert re.fullmatch(r"\d{4}( \d{4}){3}", code)
        return number.replace(" ", ""), code

    @property
    def _replies(self) -> Locator:
        return self.page.locator(".bubble.ours[data-name]")


class Officer:
    """A member of the team, at the console."""

    def __init__(self, chromium: Browser, address: str, name: str) -> None:
        self.name, self.page = name, chromium.new_page(viewport=DESK, locale="zh-CN", base_url=address)
        self.page.set_default_timeout(PATIENCE)
        self.page.goto("/sign-in")

    def sign_in(self, seed: str) -> "Officer":
        """With passphrase and telephone."""
        self.type_in(PASSPHRASE, TOTP(seed).now())
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()
        return self

    def type_in(self, passphrase: str, code: str = "") -> None:
        """At the door."""
        self.page.get_by_label("账号").fill(self.name)
        self.page.get_by_label("口令").fill(passphrase)
        self.page.get_by_label("验证码").fill(code)
        self.page.get_by_role("button", name="登录").click()

    def sign_out(self) -> None:
        """What still waited is carried out."""
        self.page.get_by_role("button", name="退出").click()
        expect(self.page.get_by_role("heading", name="登录")).to_be_visible()

    def open(self, number: str) -> None:
        """A case, from the queue."""
        self.page.goto("/queue?sort=received")
        self.page.get_by_role("link", name=number).click()
        self.reads(f"编号{number}")

    def reads(self, words: str) -> None:
        """Somewhere on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def fill_in(self, verb: str, **fields: str) -> Locator:
        """Open the form of a step, unless it is one button, and write into it; the form."""
        step = self.page.locator(f"#do-{verb}")
        if step.locator("summary").count():
            step.locator("summary").click()
        for name, words in fields.items():
            field = step.locator(f"#{verb}-{name}")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(words)
            else:
                field.fill(words)
        return step

    def take_step(self, verb: str, **fields: str) -> None:
        """One of what can be done now."""
        step = self.fill_in(verb, **fields)
        with self.page.expect_navigation():
            step.locator("button").last.click()


def photo() -> FilePayload:
    """A lamp at night, more or less."""
    made, night = BytesIO(), ImageOps.invert(Image.radial_gradient("L").resize((320, 240)))
    ImageOps.colorize(night, "midnightblue", "gold").save(made, "JPEG")
    return {"name": "路灯.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}
