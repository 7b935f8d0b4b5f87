"""Cases in the lists of the console, for tests."""

import re

from cases.kinds import Kind
from db.session import write_scope
from tests.builders import make_case
from tests.consoles import Browser, Console

WORDS = "建议在村口装两盏路灯"


def submitted(console: Console, text: str = WORDS, kind: Kind = Kind.SUGGESTION, **columns: object) -> str:
    """The number of a case with these columns."""
    with write_scope(console.database) as session:
        case = make_case(session, text, kind)
        for name, value in columns.items():
            setattr(case, name, value)
        return case.number


def numbers(browser: Browser) -> list[str]:
    """Of the rows, as they stand."""
    return re.findall(r'data-number="(\d+)"', browser.page.text)
