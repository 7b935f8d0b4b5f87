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
        r"什么时候|什么时间|几号|哪1?天|哪1?年|哪个月|几月|多久|多长时间|什么日子",
        rf"{NUMBER}(?:个月|个工作日|年|月|日|天|小时|分钟|周)|年底|月底|[每季月日旬年](?:年|月|周|日|报|度)|定期|及时|目前|已|完成|到位",
    ),
    _demand(
        r"多少(?:钱|元|万元|亿)|几(?:元|百元|千元|个?[万亿](?![平亩册场吨人户]))|奖金|多少钞票|造价",
        rf"{NUMBER}元|亿美元|产值|[0-9](?:亿|万|千)(?![平册场余多])",
    ),
    _demand(rf"{HOW_MANY}(?:来)?(?:人|个人|名|位|号人|个干部|个党员)", rf"{NUMBER}余?(?:人|名|位|户|宗|件)|分之"),
    _demand(rf"{HOW_MANY}(?:来)?[百千万]*(?:平方|平米|亩|面积)", rf"{NUMBER}余?(?:平方|亩|公顷)"),
    _demand(rf"{HOW_MANY}(?:来)?(?:公里|里路)", rf"{NUMBER}余?公里"),
    _demand(rf"{HOW_MANY}(?:来)?(?:本|册)", rf"{NUMBER}余?(?:本|册)"),
    _demand(r"为什么|怎么会|缘故|什么原因|原因(?:是|呢|在)|出于什么", r"因|由于|为了|就“|不力|落后|原因|鉴于"),
    _demand(
        r"每(?:个)?人(?:各)?(?:是|给|退|分|拿|发|罚)?(?:了)?多少|人均|各(?:退|罚|拿|分|给)了?多少",
        r"每人|人均|各|已全部|、.*元",
    ),
    _demand(r"(?:按|什么|哪个|啥)标准|怎么赔|按(?:人头|面积|户口|人口)", r"标准|每人|每户|补偿|每平"),
    _demand(r"叫什么|叫啥|什么名字|名字叫|名称是", r"《|“|叫|名为|局|委|办|院|司|部|组|校|园|街道|村"),
    _demand(r"哪个(?:局|部门|单位)的", r"局|委|办|部|中心|街道|组|院|公司|集团|机关|单位"),
    _demand(rf"{HOW_MANY}(?:来)?[个家处次件户条项宗起所座]", r"[0-9](?![0-9]*年)"),
    *(
        _demand(rf"{HOW_MANY}(?:来)?{one}", f"{one}")
        for one in ("倍", "桌", "层", "岁", "吨", "套", "[间幢栋]", "分贝")
    ),
    _demand(r"多少(?:啊|呀|呢|了)?\W*$", r"[0-9]"),
    _demand(r"(?<![10十好])几(?:个月|年|天)|多少(?:年|天)", rf"{NUMBER}(?:个月|个工作日|年|月|日|天|周)"),
    _demand(
        r"[里中](?:面|头|边)?(?:有)?(?:多少|几)[^,。]{0,3}是|单独|各占|1个人(?:占|拿|退)|[里中](?:面|头)?.{1,8}的有?(?:多少|几)",
        r"其中|分别|各",
    ),
    _demand(
        r"后来(?:到底)?(?:怎么|咋|是怎么|有没有|答应|同意|处理|判)|结果(?:怎么样|怎样|如何|是什么|呢)",
        r"给予|处分|作出|通报|约谈|停职|责令|检查|清退|诫勉|警告|辞|免|罚|完成|已|到位|整改|拆除|签约|投用|启动|建成",
    ),
    _demand(r"具体(?:是)?(?:什么|啥|哪个)(?:事|问题|线索|案)", r"“|《|包括|涉及|因"),
    _demand(r"什么内容|谈了(?:1?些)?什么", r"内容|关于|围绕|包括|传达|“|《"),
    _demand(r"最[大多高少小低贵早晚差]", r"最|第(?:1|一)"),
    _demand(r"百分之(?:多少|几)|几成|比例", r"%|分之|率"),
    _demand(r"哪(?:几|\d|些)个?村", r"村[、和及]|、[^、,。]{1,8}村"),
    _demand(r"哪(?:几|\d|些)(?:个|家|条|所|位|名|种)?(?:企业|公司|银行|学校|路|局|单位|部门|项目|$)", r"、|“|《|等"),
    _demand(
        r"什么职务|什么身份|哪些岗位|哪类人|由?谁(?:去|来|负责)?(?:查|牵头|主持|当组长)|哪(?:个|位)(?:领导)?(?:牵头|主持)",
        r"书记|主任|局长|组长|经理|会计|领导|负责人|干部|人员|副科|党员|局|督查|处置",
    ),
    _demand(
        r"(?:调|派|交流|旅游)(?:到|去|往|了)*哪",
        r"(?:任|交流|派).{0,8}到|到.{1,8}(?:任|锻炼|挂职)|派出",
    ),
    _demand(r"哪个队|夺冠|冠军|第(?:1|一)名", r"队|冠|第一名"),
)


def unmet(question: str, excerpt: str) -> bool:
    """Whether folded `question` asks for something of a kind that `excerpt` has nothing of."""
    return any(demand.asked.search(question) and not demand.given.search(excerpt) for demand in DEMANDS)
