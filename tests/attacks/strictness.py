"""What every answer of every application has to be like, whatever was asked."""

from html.parser import HTMLParser

from httpx import Response

from web.headers import HEADERS, HTTPS_ONLY, POLICY

POLICIES = (POLICY, "default-src 'none'; sandbox", f"{POLICY}; media-src data:")


class Strictest(HTMLParser):
    """Collects what a strict policy would refuse, and what leads to other sites."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.elsewhere: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self.refused += [name for name in named if name.startswith("on") or name == "style"]
        self.refused += [tag] if tag == "style" or (tag == "script" and not named.get("src")) else []
        self.elsewhere += [v or "" for k, v in named.items() if k in ("src", "href", "action") and v and "//" in v]


def require_strict(answer: Response) -> None:
    """The headers of docs/threat-model.md; nothing kept by browsers but our own files and the public record."""
    where, told = f"{answer.request.method} {answer.request.url.path} {answer.status_code}", answer.headers
    assert told["content-security-policy"] in POLICIES, where
    expected = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    assert {name: told.get(name) for name in expected} == expected, where
    kept = answer.request.url.path.startswith(("/static/", "/progress"))
    assert kept or told["cache-control"] == "no-store", where
    assert answer.request.url.scheme == "http" or told.items() >= HTTPS_ONLY.items(), where
    assert not {"server", "x-powered-by", "access-control-allow-origin"} & set(told), where
    for cookie in told.get_list("set-cookie"):
        assert "samesite=" in cookie.lower() and "domain" not in cookie.lower(), where


async def watch(answer: Response) -> None:
    """For a client that has to find every answer strict."""
    require_strict(answer)
