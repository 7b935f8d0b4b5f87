"""A short question after an answer (那天河呢, 还有吗, 拆了几处), read together with the question answered before."""

import re
from dataclasses import dataclass

from nlu.ngrams import characters

MARKS = (
    "那",
    "还有",
    "具体",
    "然后",
    "后来",
    "再",
    "另外",
    "其他",
    "其它",
    "剩下",
    "哦",
    "噢",
    "嗯",
    "是哪",
    "分别",
    "其中",
)
MORE = re.compile(
    r"^(那|那么|哦|嗯)*(还有|还有别的|还有其他|别的|其他的|继续|接着说|接着讲|再说点|再讲点|下面)(的|吗|呢|没|没有|啊|么|内容)*[?!]*$"
)
SHORT = 10
# words of questions and of any talk: what is left of a short question without them is its subject
NO_SUBJECT = re.compile(
    r"多少|什么|怎么样?|为什么|干嘛|哪|天|年|月|日|号|谁|几|吗|呢|吧|啊|呀|哦|嘛|了|的|得|地|过|没有?|有|是|不|那|这|个|些|点"
    r"|还|都|也|又|就|再|才|到底|究竟|具体|详细|后来|然后|现在|目前|以后|之前|总共|一?共|请|我们?|你们?|他们?|她|它"
    r"|想|问|知道|晓得|看|告诉|说|讲|听|介绍|一?下|一|人|家|处|次|件|名|户|条|套|间|场|项|份|块|元|万|钱|平方米?|面积"
    r"|时候|时间|地方|原因|结果|情况|内容|进展|事情?|好|能|可以|会|要|被|给|把|在|和|跟|对|由|做|干|弄|搞|办|完|成|算|占"
    r"|大|小|多|少|长|久|远|最|更|全部?|其中|剩下?|其他|其它|另外|分别|别|真|处理|单位|部门|干部|\W|[a-z0-9]|_"
    r"|挨批?|受?罚|批评?|处分|追责|问责|担责|负责|牵头|涉及|牵涉|挂|登|公布"  # what came of something is no other thing
)


@dataclass(frozen=True)
class FollowUp:
    """`carried` is the former question turned to the new subject, "" where nothing could be carried over."""

    carried: str = ""
    substituted: bool = False
    more: bool = False
    marked: bool = False  # begins with a word that continues: 那, 具体, 是哪


def read(text: str, question: str, places: tuple[str, ...]) -> FollowUp | None:
    """Read folded `text` after an answer to `question`; None when the text stands on its own."""
    if not question or not _looks_short_of_a_subject(text):
        return None
    if MORE.match(text):
        return FollowUp(more=True)
    for new in _named(text, places):
        for old in _named(question, places):
            if new != old:
                return FollowUp(question.replace(old, new), substituted=True)
    return FollowUp(question + text, marked=text.startswith(MARKS))


def has_own_subject(text: str, item: str) -> bool:
    """Whether short folded `text` speaks of something that the words of the item do not: then it begins anew."""
    subject = NO_SUBJECT.sub("", text)
    return 2 * sum(char not in item for char in subject) >= max(len(subject), 1)


def _looks_short_of_a_subject(text: str) -> bool:
    return len(characters(text)) <= SHORT or text.startswith(MARKS)


def _named(text: str, places: tuple[str, ...]) -> list[str]:
    return [place for place in places if place in text]
