"""How often receipt codes may be tried, all chats together."""

from cases import code_lookups
from tests.talking import Talk

WRONG = ("3164 7833 1878 711{}", "2750 9312 4477 063{}", "8802 3175 6641 209{}")


async def test_many_chats_together_may_try_only_so_many_codes_a_minute(talk: Talk, monkeypatch):
    monkeypatch.setattr(code_lookups, "MOST_A_MINUTE", 2)
    heard = []
    for number, code in enumerate(WRONG):
        talk.address = f"chat {number}"
        heard.append((await talk.say(code.format(number))).text)
    assert ["分钟再试" in text for text in heard] == [False, False, True]
    await talk.later(minutes=1)
    talk.address = "chat 4"
    assert "分钟再试" not in (await talk.say(WRONG[0].format(4))).text
