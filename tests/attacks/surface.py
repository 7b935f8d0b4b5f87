"""What of an application can be reached from outside: its routes, with addresses made of them, and who may."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.routing import Route as Address

from cases.kinds import Role
from console import application
from console.front import Front
from console.visit import Route
from desk.ledger import VERBS as OF_THE_LEDGER
from desk.verbs import VERBS
from tests.consoles import Console

ALWAYS = (Role.INTAKE_CLERK, Role.TEAM_LEADER, Role.FAQ_EDITOR, Role.SECURITY_ADMIN)
BLANK = re.compile(r"{(\w+)(?::\w+)?}")
UNKNOWN = "99999999"
LEDGER_VERBS = (*OF_THE_LEDGER, "nonsense")
NAMING_A_CASE = ("/cases/{number}", "/entry/{number}")
FITTING: dict[str, Sequence[str]] = {
    "place": ("1", "2"),
    "verb": (*VERBS, "nonsense"),
    "page": ("3.3", "suggestions", "nonsense"),
    "slug": ("3.3", "9.9", "nonsense"),
    "group": ("ask", "nonsense"),
    "name": ("demolished", "is-handler", "nonsense"),
    "which": ("daily", "weekly", "monthly", "nonsense"),
}  # for what stands in braces in an address; `number` is given by the test


@dataclass(frozen=True, order=True)
class Door:
    """A method and an address that may have blanks."""

    method: str
    path: str

    @property
    def of_a_case(self) -> bool:
        """Whether its address names a case."""
        return self.path.startswith(NAMING_A_CASE)

    def addresses(self, number: str = UNKNOWN, most: int | None = None) -> Iterator[str]:
        """With its blanks filled in every way that there is, or in the first few."""
        open_ones = [self.path.replace("{number}", number)]
        for name in BLANK.findall(open_ones[0]):
            assert name in FITTING, f"what stands for {{{name}}} in {self.path}? add it to FITTING"
            values = LEDGER_VERBS if name == "verb" and self.path.startswith("/ledger") else FITTING[name]
            open_ones = [BLANK.sub(value, one, count=1) for one in open_ones for value in values[:most]]
        yield from open_ones


def doors(app: FastAPI) -> list[Door]:
    """All routes of an application; whatever is neither a route of ours nor our static files fails."""
    strange = [one for one in app.routes if not isinstance(one, Address | Mount)]
    assert not strange
    assert [one.path for one in app.routes if isinstance(one, Mount)] == ["/static"]
    addresses = [one for one in app.routes if isinstance(one, Address)]
    return [Door(method, one.path) for one in addresses for method in sorted(one.methods or ()) if method != "HEAD"]


def declared(console: Console) -> dict[Door, Route]:
    """What the console says of its own routes: who may."""
    handed: list[Route] = []

    def of(_front: Front, route: Route) -> object:
        handed.append(route)
        return lambda _request: None

    with mock.patch.object(Front, "of", of):
        application.create(console.office)
    return {Door(route.method, route.path): route for route in handed}


def walked(roles: Iterable[Role]) -> list[Any]:
    """Each for a test that walks everything: a few in every run, the others with `./huiyin test --long`."""
    return [role if role in ALWAYS else pytest.param(role, marks=pytest.mark.long) for role in roles]
