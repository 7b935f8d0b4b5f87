"""Ways of getting harmful words into a case by the web chat's own dialogue, for whoever types and presses them."""

from typing import Literal

from tests.attacks.walk import POISON

Step = tuple[Literal["say", "press", "file"], str]
HARM = POISON.rpartition("/")[2]  # what a file's name keeps of it
CODE = "<the receipt code>"  # stands in words until there is one
COMPLAINT = "我要投诉，海城街道村口的路灯坏了半个月没人管"


def said(words: str) -> Step:
    return ("say", words)


def pressed(*labels: str) -> tuple[Step, ...]:
    return tuple(("press", label) for label in labels)


BEGUN = (said(COMPLAINT), *pressed("是，投诉求助", "我知道了"))
ENDED = pressed("匿名", "确认提交")
FILED = (*BEGUN, *pressed("跳过"), *ENDED)

WAYS: dict[str, tuple[Step, ...]] = {
    "the first words": (said(f"{COMPLAINT}{POISON}"), *FILED[1:]),
    "where a street is asked for": (*BEGUN, said(f"{POISON}街道"), *pressed("跳过"), *ENDED),
    "where a name is asked for": (*BEGUN, *pressed("跳过", "留姓名电话"), said(f"我叫{POISON}"), *ENDED),
    "where a telephone is asked for": (*BEGUN, *pressed("跳过", "留姓名电话"), said(f"13800138000{POISON}"), *ENDED),
    "the name of a file": (("file", f"{POISON}.pdf"), *FILED[1:]),
    "a correction": (*BEGUN, said(f"不是路灯，是{POISON}"), *pressed("跳过"), *ENDED),
    "a question within a draft": (*BEGUN, said(f"{POISON}，海城违建拆了多少"), *pressed("跳过"), *ENDED),
    "beside a receipt code": (*FILED, said(f"{CODE} 路灯还是不亮{POISON}"), *pressed("补充到这一件")),
    "an addition": (*FILED, said(CODE), *pressed("补充"), said(f"路灯还是不亮{POISON}")),
    "a question nobody can answer": (said(f"{POISON}是什么"), *pressed("把问题转给工作人员", "确认提交")),
}
