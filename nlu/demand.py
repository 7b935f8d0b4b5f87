"""What kind of thing a question asks for (a date, a sum, a count, a reason), and whether an excerpt has one."""

import re
from dataclasses import dataclass

NUMBER = r"[0-9][0-9.,]*[多余]?[百千万亿]*"
HOW_MANY = r"(?:多少|(?<![哪好塞就这那])几)"


@dataclass(frozen=True)
class Demand:
    """Asked with words like `asked`; met by an excerpt with something like `given`."""

    asked: re.Pattern[str]
    given: re.Pattern[str]


def _demand(asked: str, given: str) -> Demand:
    return Demand(re.compile(asked), re.compile(given))


DEMANDS = (
    _demand(
        r"什么时候|什么时间|几号|哪1?天|哪1?年|哪个月|几月|多久|什么日子",
        rf"{NUMBER}(?:个月|年|月|日|天|小时|分钟|周)|年底|月底|[每季月日旬年](?:年|月|周|日|报|度)|定期|及时|目前|已|完成|到位",
    ),
    _demand(
        r"多少(?:钱|元|万元|亿)|几(?:万|亿|元|百元|千元)|奖金|多少钞票", rf"{NUMBER}元|亿美元|产值|[0-9](?:亿|万|千)"
    ),
    _demand(rf"{HOW_MANY}(?:来)?(?:人|个人|名|位|号人|个干部|个党员)", rf"{NUMBER}余?(?:人|名|位|户|家|宗|件)|分之"),
    _demand(rf"{HOW_MANY}(?:来)?(?:平方|平米|亩|面积)", rf"{NUMBER}余?(?:平方|亩|公顷)"),
    _demand(rf"{HOW_MANY}(?:来)?(?:公里|里路)", rf"{NUMBER}余?公里"),
    _demand(rf"{HOW_MANY}(?:来)?(?:本|册)", rf"{NUMBER}余?(?:本|册)"),
    _demand(r"为什么|怎么会|缘故|什么原因|原因(?:是|呢|在)|出于什么", r"因|由于|为了|就“|不力|原因|鉴于"),
    _demand(
        r"每(?:个)?人(?:各)?(?:是|给|退|分|拿|发|罚)?(?:了)?多少|人均|各(?:退|罚|拿|分|给)了?多少",
        r"每人|人均|各|已全部|、.*元",
    ),
    _demand(r"(?:按|什么|哪个|啥)标准|怎么赔|按(?:人头|面积|户口|人口)", r"标准|每人|每户|补偿|每平"),
    _demand(r"叫什么|叫啥|什么名字|名字叫|名称是", r"《|“|叫|名为|局|委|办|院|司|部|组|校|园|街道|村"),
    _demand(r"哪个(?:局|部门|单位)的", r"局|委|办|部|中心|街道|组|院|公司|集团|机关|单位"),
    _demand(r"哪个队|夺冠|冠军|第(?:1|一)名", r"队|冠|第一名"),
)


def unmet(question: str, excerpt: str) -> bool:
    """Whether folded `question` asks for something of a kind that `excerpt` has nothing of."""
    return any(demand.asked.search(question) and not demand.given.search(excerpt) for demand in DEMANDS)
