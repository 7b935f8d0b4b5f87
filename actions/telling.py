"""Whether a message tells something rather than asks, and which kind of matter it would be."""

import re
from typing import Any

KINDS = ("suggestion", "complaint", "tip_off", "appeal", "praise")
ASKING = ("ask", "unsaid", "door", "service", "smalltalk")
CERTAIN = 0.47  # the retriever's score from which an answer hardly errs
LIKELY = 0.2  # and from which it is worth giving beside a draft, when the message ends with a question
# how much likelier telling must be than asking before a draft is opened: nothing answers it, an answer, a certain one
UNANSWERED, ANSWERED, CERTAINLY_ANSWERED = 0.7, 1.0, 2.0
ASKED_SO = 2  # times as hardly when they end with a question, as easily when it is an outcry
SAID_SO = 4  # times as easily when the words say that something is told
EXPLICIT = re.compile(
    r"我要?(?:[实匿]名)?(?:投诉|举报|检举|反映|申诉|表扬)|提(?:个|一?条|点|一个|一点)?(?:意见|建议)"
    r"|我(?:就|想|来|只)?提(?:这么)?(?:一|1)?[条点个]|我提议"
    r"|(?:联系|来电|电话|打给?我|找我|手机).{0,6}1\d{10}"  # who leaves a number wants to be called back
    r"|^(?:建议|表扬)|^(?:投诉|举报|检举|申诉|反映)(?!.{0,16}(?:[?？吗]$|多久|要不要|可不可以))"
)
# so unlikely that telling is a sign of nothing: at least, at most, and as a share of the score of an answer
FAINT, FAINT_BESIDE, FAINT_TO_SCORE = 0.12, 0.3, 0.6
FEW = 12  # characters
A_STORY = 3  # clauses
QUESTION = re.compile(
    r"[?？吗呢]|(?<!多)(?<!多.)几(?!年了|天了|次了|回了|个月了)|多少|什么|啥|怎么|如何|哪|谁|是不是|有没有|没有$|没$|没\s|到底|好没"
    r"|[了的是对没]吧|(?!能不能|可不可)(.)不\1"
)
MAY = r"(?:能不能|能否|可不可以|可否)(?!.{0,6}(?:[说讲查问看]|告诉|知道|解释|透露|给我|公开|匿名|举报|投诉))"
WISH = re.compile(rf"(?<![了的是对没])吧(?:\W|$)|希望|建议|最好|应该|要是.{{1,20}}就好|{MAY}")
WISHES_FIRST = re.compile(rf"^(?:我(?:觉得|认为).*应该|希望|最好|{MAY})")
# a story has times in it, and several clauses
STORY = re.compile(
    r"上[回次周]|上个?月|昨[天晚]|前[天年]|去年|今早|[年月天]了|到现在|现在都|到今天|每天|天天|又开始|一直|夜里|半夜"
)
# a last clause that asks us to act or to judge, not to inform
OUTCRY = re.compile(
    r"[管查]不[管查]|敢不敢|不敢[管查动碰惹]|你们.{0,3}[管查]|没人|有没有人|[谁哪].{0,3}[管理]|找谁|怎么办|咋办|凭什么|为什么不|[合违]法吗|合理吗"
    r"|算(?:什么|不算|怎么)|该不该|是不是该|要怎|(?:修|弄|解决|处理)好|不知道吗|王法|天理|良心|说法|交代"
)
CLAUSE = re.compile(r"[^,，。;；!！?？\s]+[,，。;；!！?？\s]*")


def kind_told(message: dict[str, Any]) -> str | None:
    """The likeliest kind, None for a question. A report that is lost cannot be mended, a needless draft can."""
    ranking = message["intent_ranking"]
    if ranking[0]["name"] not in KINDS + ASKING:
        return None
    told = [intent for intent in ranking if intent["name"] in KINDS]
    needed = _needed(message)
    if _is_faint(message, sum(intent["confidence"] for intent in told)):
        return None
    return str(told[0]["name"]) if told and share(ranking) > needed else None


def _needed(message: dict[str, Any]) -> float:
    """How much likelier telling must be than asking, by what the gate found and how the message ends."""
    needed = UNANSWERED
    if message["gate"]["decision"] == "accept":
        needed = CERTAINLY_ANSWERED if _certain(message) and _may_ask(message["text"]) else ANSWERED
    if _announced(message):
        return needed / SAID_SO
    if _cries_out(message["text"]):
        return needed / ASKED_SO
    return needed * ASKED_SO if _asked(message["text"]) and not _is_story(message["text"]) else needed


def _announced(message: dict[str, Any]) -> bool:
    """In any writing: the folded text has simplified characters."""
    return EXPLICIT.search(message.get("normalized", message["text"])) is not None


def _asked(text: str) -> bool:
    ending = _ending(text)
    wished = WISH.search(ending) or WISHES_FIRST.search(text)
    return QUESTION.search(ending) is not None and not wished and not _cries_out(text)


def _is_story(text: str) -> bool:
    return len(CLAUSE.findall(text)) >= A_STORY and STORY.search(text) is not None


def _cries_out(text: str) -> bool:
    clauses = CLAUSE.findall(text)
    return len(clauses) > 1 and OUTCRY.search(clauses[-1]) is not None


def _is_faint(message: dict[str, Any], told: float) -> bool:
    """Of what is announced or told at some length any sign counts; a few bare words are how many people ask."""
    return not _announced(message) and _may_ask(message["text"]) and told < _faint(message["gate"])


def _may_ask(text: str) -> bool:
    return len(text) <= FEW or _asked(text)


def _faint(gate: dict[str, Any]) -> float:
    """The better an answer fits, the clearer a report beside it must be."""
    return max(FAINT, min(FAINT_BESIDE, FAINT_TO_SCORE * gate["score"])) if _answered(gate) else FAINT


def _certain(message: dict[str, Any]) -> bool:
    gate = message["gate"]
    return gate["score"] >= CERTAIN and _answered(gate)


def _answered(gate: dict[str, Any]) -> bool:
    """Whether the bulletin itself has the answer."""
    return gate["decision"] == "accept" and str(gate["answers"][0]["id"]).startswith("ask/")


def also_asks(message: dict[str, Any]) -> bool:
    """Whether what is told deserves the bulletin's answer besides."""
    gate = message["gate"]
    if not _answered(gate):
        return False
    if share(message["intent_ranking"]) < CERTAINLY_ANSWERED:
        return True
    return gate["score"] >= LIKELY and QUESTION.search(_ending(message["text"])) is not None


def _ending(text: str) -> str:
    return "".join(CLAUSE.findall(text)[-2:])


def only_asks(message: dict[str, Any]) -> bool:
    """Whether an announcement is really a question that the bulletin answers."""
    gate = message["gate"]
    return _answered(gate) and gate["score"] >= LIKELY and QUESTION.search(message["text"]) is not None


def share(ranking: list[dict[str, Any]]) -> float:
    """How much likelier telling is than asking; 1.0 is as likely."""
    told = sum(intent["confidence"] for intent in ranking if intent["name"] in KINDS)
    asked = max((intent["confidence"] for intent in ranking if intent["name"] in ASKING), default=0.0)
    return float(told / max(asked, 0.01))
