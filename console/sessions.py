"""Who is signed in: kept in memory alone, for the officer's private key must never lie on a disk."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

from cases.at_rest import ServiceSecret
from cases.staff.errors import ToDo
from cases.staff.officer import Officer

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
MOST_SEARCHED = 20


@dataclass(frozen=True, repr=False)
class SignedIn:
    """An officer with an open key, since when, and what they have still to set up before anything else."""

    officer: Officer
    since: datetime
    seen: datetime
    to_do: tuple[ToDo, ...] = ()
    said: str = ""
    searched: Mapping[str, str] = field(default_factory=dict)


class Sessions:
    """By the hash of a random cookie; a restart signs everybody out."""

    def __init__(self, secret: ServiceSecret, *, secure: bool) -> None:
        self._secret, self._secure, self._lock = secret, secure, Lock()
        self._open: dict[str, SignedIn] = {}
        self.cookie = "__Host-huiyin-staff" if secure else "huiyin-staff"

    def begin(self, officer: Officer, to_do: tuple[ToDo, ...], now: datetime) -> str:
        """A new cookie for who has just come in: one that was there before is good for nothing."""
        cookie = new_cookie()
        with self._lock:
            self._forget_who_left(now)
            self._open[_key(cookie)] = SignedIn(officer, now, now, to_do)
        return cookie

    def of(self, cookie: str, now: datetime, *, passive: bool = False) -> SignedIn | None:
        """Who it is, unless they were idle for too long; what a page asks by itself does not count as being there."""
        with self._lock:
            self._forget_who_left(now)
            found = self._open.get(_key(cookie))
            if found and not passive:
                self._open[_key(cookie)] = found = replace(found, seen=now)
            return found

    def change(self, cookie: str, **fields: object) -> None:
        """Something of a session that is open."""
        with self._lock:
            if found := self._open.get(_key(cookie)):
                self._open[_key(cookie)] = replace(found, **fields)  # type: ignore[arg-type]

    def end(self, cookie: str) -> None:
        """Sign out; the key is forgotten."""
        with self._lock:
            self._open.pop(_key(cookie), None)

    def end_all_of(self, staff_id: int) -> None:
        """Whatever this person has open anywhere."""
        with self._lock:
            self._open = {key: one for key, one in self._open.items() if one.officer.staff_id != staff_id}

    def keep_searched(self, cookie: str, words: str) -> str:
        """What was searched for, so that going back finds it; its name, which stands in an address, tells nothing."""
        name = secrets.token_urlsafe(8)
        with self._lock:
            if found := self._open.get(_key(cookie)):
                kept = list(found.searched.items())[1 - MOST_SEARCHED :]
                self._open[_key(cookie)] = replace(found, searched=dict([*kept, (name, words)]))
        return name

    def form_token(self, cookie: str) -> str:
        """What the forms of one page have to carry: no other page has it, and no other browser."""
        page = secrets.token_urlsafe(8)
        return f"{page}.{self._signed(cookie, page)}"

    def wrote(self, cookie: str, token: str) -> bool:
        """Whether a form came from a page that this browser was given."""
        page, _, signed = token.partition(".")
        return bool(cookie) and compare_digest(signed.encode("utf-8", "replace"), self._signed(cookie, page).encode())

    def of_request(self, request: Request) -> str:
        """The browser's cookie, "" without one."""
        return request.cookies.get(self.cookie, "")

    def give(self, response: Response, cookie: str) -> None:
        """Until the browser is closed, for our own pages only, not for scripts."""
        response.set_cookie(self.cookie, cookie, httponly=True, secure=self._secure, samesite="strict")

    def _signed(self, cookie: str, page: str) -> str:
        return self._secret.keyed_hash("console form", cookie, page)

    def _forget_who_left(self, now: datetime) -> None:
        """At every request of anybody: who closed their browser never asks again."""
        self._open = {key: one for key, one in self._open.items() if _lasts(one, now)}


def new_cookie() -> str:
    """Nobody guesses it."""
    return secrets.token_urlsafe(32)


def _key(cookie: str) -> str:
    return sha256(cookie.encode("utf-8", "replace")).hexdigest()


def _lasts(one: SignedIn, now: datetime) -> bool:
    return now - one.seen <= IDLE and now - one.since <= LONGEST
