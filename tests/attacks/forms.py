"""The forms and links of a page as a browser without scripts has them, and ways to fill them in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Given = dict[str, str | None]
TYPED = ("text", "search", "password", "email", "tel", "url", "")
DAY, SOME = "2026-06-01", "3"


@dataclass
class Field:
    """Something to fill in; `choices` are the values of a list."""

    name: str
    sort: str
    value: str = ""
    choices: list[str] = field(default_factory=list)

    def filled(self, words: str) -> str:
        """With words where any may stand, with the first that fits elsewhere."""
        if self.sort == "words":
            return words
        if self.sort == "select":
            return next((choice for choice in self.choices if choice), "")
        return {"number": SOME, "date": DAY}.get(self.sort, self.value)


@dataclass
class Form:
    """What is sent, and where to; each button sends it in its own way."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # its action, name and value
    file: str = ""

    def sent(self, words: str, *, hidden_too: bool = False) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """Address and fields, once for each button."""
        for action, name, value in self.buttons or [("", "", "")]:
            given: dict[str, list[str]] = {name: [value]} if name else {}
            for one in self.fields:
                typed = words if hidden_too and one.sort == "hidden" and one.name != "token" else one.filled(words)
                given.setdefault(one.name, []).append(typed)
            yield action or self.action, given


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._named: dict[str, Form] = {}
        self._address, self._open, self._list = address, Form("", "get"), Field("", "")
        self._strays: list[tuple[str, str, Given]] = []
        self.feed(text)
        for of, tag, given in self._strays:
            self._put(self._named[of], tag, given)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a" and given.get("href"):
            self.links.append(self._place(given["href"]))
        elif tag == "form":
            self._open = Form(self._place(given.get("action")), (given.get("method") or "get").lower())
            self.forms.append(self._open)
            self._named[given.get("id") or ""] = self._open
        elif tag == "option":
            self._list.choices.append(given.get("value") or "")
        elif tag in ("input", "textarea", "select", "button"):
            if given.get("form"):
                self._strays.append((given["form"] or "", tag, given))
            else:
                self._put(self._open, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = Form("", "get")

    def _put(self, form: Form, tag: str, given: Given) -> None:
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "button":
            if given.get("type") != "button":
                action = self._place(given["formaction"]) if given.get("formaction") else ""
                form.buttons.append((action, name, value))
        elif given.get("type") == "file":
            form.file = name
        elif name and given.get("type") not in ("submit", "reset"):
            found = Field(name, _sort(tag, given), value)
            self._list = found
            form.fields.append(found)

    def _place(self, written: str | None) -> str:
        return urljoin(self._address, written or "")


def _sort(tag: str, given: Given) -> str:
    if tag in ("textarea", "select"):
        return "words" if tag == "textarea" else "select"
    sort = given.get("type") or ""
    if sort == "number" or given.get("inputmode") == "numeric" or "0-9" in (given.get("pattern") or ""):
        return "number"
    return "words" if sort in TYPED else sort
