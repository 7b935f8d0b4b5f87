"""What `./huiyin staff` does: each change in one short transaction, passphrases and codes never as arguments."""

import argparse
import sys
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

import segno
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from cases import reading_rights, staff_chats
from cases.at_rest import ServiceSecret
from cases.audit import log
from cases.audit.deeds import Action, Deed
from cases.history import SYSTEM
from cases.kinds import Role
from cases.receipt_code import Cost
from cases.staff import accounts, authority, key_pairs, own_account, passphrases, renewal, totp
from cases.staff.accounts import Details
from cases.staff.key_pairs import LockedPair
from cases.staff.models import Staff
from cases.staff.officer import Officer
from commands import keys, models
from commands.clock import now
from commands.signing_in import Door, ask
from db.session import read_scope, write_scope
from settings import Settings
from wording import Wording

COLUMNS = ("name", "display_name", "roles", "department", "active", "key", "totp")
UNPIPED_WIDTH = 140  # columns of a table that no terminal limits


class Refused(Exception):
    """The words of the command do not fit; its text says in Chinese what to write instead."""


class Desk:
    """Does what was typed, for whoever signs in."""

    def __init__(self, settings: Settings, wording: Wording) -> None:
        self._settings, self._wording = settings, wording
        self._database = models.opened(settings)

    def carry_out(self, asked: argparse.Namespace) -> None:
        """One of the verbs of the parser."""
        verbs = {"add": self._add, "reset": self._reset, "disable": self._switch, "enable": self._switch}
        verbs |= {
            "grant-again": self._grant_again,
            "link": self._link,
            "unlink": self._unlink,
            "roles": self._roles,
            "passphrase": self._passphrase,
            "totp": self._totp,
        }
        verbs.get(asked.do, self._list)(asked)

    @cached_property
    def _secret(self) -> ServiceSecret:
        return keys.staff_custody(self._settings).secret

    @property
    def _door(self) -> Door:
        return Door(self._database, self._secret, self._wording)

    @property
    def _cost(self) -> Cost:
        return Cost(self._settings.argon2_memory_kib, self._settings.argon2_passes)

    def _list(self, _asked: argparse.Namespace) -> None:
        with read_scope(self._database) as session:
            everybody = accounts.everybody(session)
        if not everybody:
            return self._say("staff.empty")
        table = Table()
        for column in COLUMNS:
            table.add_column(self._wording(f"staff.column_{column}"))
        for staff in everybody:
            table.add_row(*self._row(staff))
        console = Console() if sys.stdout.isatty() else Console(width=UNPIPED_WIDTH)
        return console.print(table, markup=False)

    def _row(self, staff: Staff) -> list[str]:
        has = {True: self._wording("staff.has"), False: self._wording("staff.has_not")}
        key = self._wording("staff.key_elsewhere") if staff.pair is None else self._wording("staff.has")
        named = [staff.name, staff.display_name, _in_chinese(staff.held), staff.department or ""]
        return [*named, has[staff.active], key, has[staff.totp_secret is not None]]

    def _add(self, asked: argparse.Namespace) -> None:
        who = Details(asked.display or asked.name, asked.roles, asked.department, tuple(asked.alias or ()))
        actor = self._door.officer(asked.actor) if asked.actor else None
        key, passphrase = self._new_key(asked.public_key)
        with self._attempt(asked, actor) as session:
            accounts.add(session, actor, asked.name, who, key, now())
        self._hand_over(key, passphrase)

    def _reset(self, asked: argparse.Namespace) -> None:
        actor, second = self._signed_in(asked.actor), self._signed_in(asked.second)
        if asked.totp:
            with self._attempt(asked, actor) as session:
                renewal.forget_totp(session, actor, second, asked.name, now())
            return self._say("staff.totp_forgotten")
        key, passphrase = self._new_key(asked.public_key)
        with self._attempt(asked, actor) as session:
            renewal.reset(session, actor, second, asked.name, key, now())
        self._hand_over(key, passphrase)
        return self._say("staff.grant_again")

    def _switch(self, asked: argparse.Namespace) -> None:
        change = {"disable": accounts.disable, "enable": accounts.enable}[asked.do]
        actor = self._signed_in(asked.actor)
        with self._attempt(asked, actor) as session:
            change(session, actor, asked.name, now())
        self._say("staff.done")

    def _roles(self, asked: argparse.Namespace) -> None:
        actor = self._signed_in(asked.actor)
        given = {"display_name": asked.display, "roles": asked.roles, "department": asked.department}
        given["aliases"] = None if asked.alias is None else tuple(filter(None, asked.alias))
        with self._attempt(asked, actor) as session:
            who = accounts.details(accounts.find(session, asked.name))
            wanted = replace(who, **{name: value for name, value in given.items() if value is not None})
            accounts.change(session, actor, asked.name, wanted, now())
        self._say("staff.done")

    def _passphrase(self, asked: argparse.Namespace) -> None:
        officer, former = self._owner(asked.actor)
        chosen = ask(self._wording("staff.ask_new"))
        if ask(self._wording("staff.ask_again")) != chosen:
            raise Refused(self._wording("staff.differ"))
        pair = own_account.relocked(officer, former, chosen, self._cost)
        with self._attempt(asked, officer) as session:
            own_account.change_passphrase(session, officer, pair, now())
        self._say("staff.done")

    def _totp(self, asked: argparse.Namespace) -> None:
        officer, _ = self._owner(asked.actor)
        seed = totp.new_seed()
        address = totp.address(seed, officer.name, self._wording("staff.issuer"))
        segno.make(address).terminal(sys.stdout, compact=True)
        self._say("staff.scan", seed=seed)
        code = ask(self._wording("staff.ask_first_code"))
        with self._attempt(asked, officer) as session:
            own_account.set_up_totp(session, self._secret, officer, seed, code, now())
        self._say("staff.done")

    def _grant_again(self, asked: argparse.Namespace) -> None:
        """What this officer may let the owner of a new key read that they could read before."""
        officer, why = self._signed_in(asked.actor), self._wording("staff.new_key")
        with self._attempt(asked, officer, Action.GRANT) as session:
            given = reading_rights.give_again(session, officer, accounts.find(session, asked.name), now(), reason=why)
        self._say("staff.granted_again", count=len(given), numbers="、".join(given))

    def _link(self, asked: argparse.Namespace) -> None:
        """A word that its owner sends to the bot from the chat in which they want to hear of news."""
        actor = self._signed_in(asked.actor)
        with self._attempt(asked, actor) as session:
            word = staff_chats.new_word(session, self._secret, _theirs(session, actor, asked.name), now())
        self._say("staff.link_word", word=word)

    def _unlink(self, asked: argparse.Namespace) -> None:
        actor = self._signed_in(asked.actor)
        with self._attempt(asked, actor) as session:
            staff_chats.unlink(session, _theirs(session, actor, asked.name))
        self._say("staff.done")

    def _attempt(
        self, asked: argparse.Namespace, by: Officer | None, action: Action = Action.STAFF
    ) -> AbstractContextManager[Session]:
        """The transaction of a change; the audit log has the attempt before and the outcome with it."""
        subject = f"{asked.do} {getattr(asked, 'name', '')}".strip()
        deed = Deed(action, by.name if by else SYSTEM, subject=subject)
        return log.carried_out(partial(write_scope, self._database), deed, now)

    def _signed_in(self, name: str | None) -> Officer:
        return self._door.officer(self._named(name))

    def _owner(self, name: str | None) -> tuple[Officer, str]:
        return self._door.owner(self._named(name))

    def _named(self, name: str | None) -> str:
        if not name:
            raise Refused(self._wording("staff.usage"))
        return name

    def _new_key(self, public: Path | None) -> tuple[LockedPair | bytes, str]:
        """A public key from a file, or a new pair under a one-time passphrase."""
        if public is None:
            passphrase = passphrases.one_time()
            return key_pairs.make(passphrase, self._cost), passphrase
        if not public.is_file():
            raise Refused(self._wording("staff.no_file", name=public.name))
        return public.read_bytes(), ""

    def _hand_over(self, key: LockedPair | bytes, passphrase: str) -> None:
        if isinstance(key, bytes):
            self._say("staff.fingerprint", fingerprint=key_pairs.fingerprint(key))
        else:
            self._say("staff.one_time", passphrase=passphrase)

    def _say(self, name: str, **blanks: object) -> None:
        sys.stdout.write(f"{self._wording(name, **blanks)}\n")


def _theirs(session: Session, actor: Officer, name: str) -> Staff:
    """One's own account, or that of another for who administers accounts."""
    staff = accounts.find(session, name)
    if staff.id != actor.staff_id:
        authority.may_administer(session, actor, staff)
    return staff


def _in_chinese(roles: frozenset[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles)
