"""What is sent without being asked for: no word of it tells what it is about (domain.md 2.8 INV-C5)."""

import re

import pytest

from cases.citizen_notices import Press
from wording import Wording

TELLING = re.compile("纪检|举报|检举|控告|监察|投诉|信访|派驻|申诉")
OUTBOUND = ("case.neutral", "case.closed", "staff_chat.news", "intake.reminder", "case.reply", "case.question")


@pytest.mark.parametrize("name", OUTBOUND)
def test_inv_c5_no_notice_has_a_telling_word(name: str) -> None:
    words = Wording.load()
    blanks = {"number": "12345678"} if "{number}" in words(name, number="{number}") else {}
    assert not TELLING.search(words(name, **blanks))


@pytest.mark.parametrize("press", list(Press))
def test_inv_c5_no_button_under_a_notice_has_a_telling_word(press: Press) -> None:
    assert not TELLING.search(press.label)
