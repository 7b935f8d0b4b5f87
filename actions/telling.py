"""Whether a message tells something rather than asks, and which kind of matter it would be."""

import re
from typing import Any

KINDS = ("suggestion", "complaint", "tip_off", "appeal", "praise")
ASKING = ("ask", "unsaid", "door", "service", "smalltalk")
CERTAIN = 0.5  # the retriever's score from which an answer hardly errs
LIKELY = 0.2  # and from which it is worth giving beside a draft, when the message ends with a question
# how much likelier telling must be than asking before a draft is opened: nothing answers it, an answer, a certain one
UNANSWERED, ANSWERED, CERTAINLY_ANSWERED = 0.7, 1.0, 2.0
SAID_SO = 4  # times as easily when the words say that something is told
EXPLICIT = re.compile(
    r"我要?(?:投诉|举报|检举|反映|申诉|表扬)|提(?:个|一?条|点|一个|一点)?(?:意见|建议)"
    r"|我(?:就|想|来|只)?提(?:这么)?(?:一|1)?[条点个]|我提议"
    r"|(?:联系|来电|电话|打给?我|找我|手机).{0,6}1\d{10}"  # who leaves a number wants to be called back
    r"|^(?:建议|表扬)|^(?:投诉|举报|检举|申诉)(?!.*(?:[?？吗]$|多久|要不要|可不可以))"
)
QUESTION = re.compile(r"[?？吗呢]|几|多少|什么|啥|怎么|如何|哪|谁|是不是|有没有|没有$|没$|没\s|到底|好没")
CLAUSE = re.compile(r"[^,，。;；!！?？\s]+[,，。;；!！?？\s]*")


def kind_told(message: dict[str, Any]) -> str | None:
    """The likeliest kind, None for a question. A report that is lost cannot be mended, a needless draft can."""
    ranking, gate = message["intent_ranking"], message["gate"]
    if ranking[0]["name"] not in KINDS + ASKING:
        return None
    told = [intent for intent in ranking if intent["name"] in KINDS]
    needed = UNANSWERED
    if gate["decision"] == "accept":
        certain = gate["score"] >= CERTAIN and gate["answers"][0]["id"].startswith("ask/")
        needed = CERTAINLY_ANSWERED if certain else ANSWERED
    if EXPLICIT.search(message["text"]):
        needed /= SAID_SO
    return str(told[0]["name"]) if told and share(ranking) > needed else None


def also_asks(message: dict[str, Any]) -> bool:
    """Whether what is told deserves the bulletin's answer besides."""
    gate = message["gate"]
    if gate["decision"] != "accept" or not gate["answers"][0]["id"].startswith("ask/"):
        return False
    if share(message["intent_ranking"]) < CERTAINLY_ANSWERED:
        return True
    ending = "".join(CLAUSE.findall(message["text"])[-2:])
    return gate["score"] >= LIKELY and QUESTION.search(ending) is not None


def only_asks(message: dict[str, Any]) -> bool:
    """Whether an announcement is really a question that the bulletin answers."""
    gate = message["gate"]
    answered = gate["decision"] == "accept" and gate["answers"][0]["id"].startswith("ask/")
    return answered and QUESTION.search(message["text"]) is not None


def share(ranking: list[dict[str, Any]]) -> float:
    """How much likelier telling is than asking; 1.0 is as likely."""
    told = sum(intent["confidence"] for intent in ranking if intent["name"] in KINDS)
    asked = max((intent["confidence"] for intent in ranking if intent["name"] in ASKING), default=0.0)
    return float(told / max(asked, 0.01))
