"""Whose words are never kept: those that give somebody away, accuse somebody, or do not plainly ask."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.emergency import EmergencyReader
from bot.question_privacy import REPORTING, QuestionPrivacy
from commands.assembly import fold
from settings import ROOT

DATA = ROOT / "data"
PRIVACY = QuestionPrivacy(DATA / "question_privacy.yml", EmergencyReader(DATA / "emergency.yml", fold), fold)
TOWER = "鹦鹉大厦什么时候拆"


@pytest.mark.parametrize(
    "text",
    [
        TOWER,
        "S2线票价多少",
        "绣山中学分校收不收外地户口的学生",
        "海城2019年拆了多少处",
        "安置房一平方补多少钱",
        "安置房怎么样了",
    ],
)
def test_a_plain_question_may_be_kept(text: str) -> None:
    assert PRIVACY.lets_keep(text, "ask")


@pytest.mark.parametrize(
    "text",
    [
        "王书记调到哪里去了",
        "张三被处分了吗",
        "老李现在在哪里上班",
        "姓陈的那个处理了没有，怎么样了",
        "請問劉科長在哪裡",
        "黄志强是谁",
        "欧阳建国后来怎么样了",
        "周某某判了几年",
        "我叫白灵鸟，什么时候能办好",
        "天河街道12号什么时候拆",
        "三单元的电梯什么时候修",
        "a.b@example.org 是谁的邮箱",
        "canary_handle 是谁",
        "我微信是多少来着",
        "浙C12345是谁的",
        "尾号66544是谁",
        "一三九七七六六五五四四是谁的",
        "验证码1234怎么用",
        "村长是不是收了老板的钱",
        "会计报销怎么这么多回扣",
        "他小舅子怎么包了工程",
        "纪检组谁在包庇他",
        "有人放火怎么办，快来人",
        "账本烧掉了",
        "tanwu le duo shao",
        "ye jian guo 现在在哪",
        "y e j i a n g u o 在哪里",
        "天河街道叶建国现在还上班吗",
        "叶 建 国现在在哪里上班",
        "叶·建国现在在哪里上班",
        "去年被处分的叶建国现在怎么样了",
        "街道办高志强还在岗位吗",
        "天河的夏建国退了没有呢",
        "组长的厂房怎么没拆",
        "合同怎么签给了村支书？",
        "河道工程怎么每年都是同一家公司做",
        "低保名单里怎么会有开宝马的",
        "补偿款怎么少了三万",
        "区里谁批了这块地",
        "拆违队中午怎么都在饭店",
        "浙C·8A88是谁开的",
        "零" * 30 + "什么时候",
        "什么时候拆\u200b",
        "什么时候拆\ud800",
        "",
    ],
)
def test_what_gives_somebody_away_accuses_or_does_not_ask_may_not(text: str) -> None:
    assert not PRIVACY.lets_keep(text, "ask")


@pytest.mark.parametrize("intent", [*REPORTING, "open_tip_off"])
def test_what_sounds_like_a_report_may_not(intent: str) -> None:
    assert not PRIVACY.lets_keep(TOWER, intent)


def test_sixty_characters_are_too_many() -> None:
    padding = "鹦鹉大厦附近那条小路和桥和亭子和花坛和河堤和草坪和台阶和路牌和水沟和围栏和凉亭和广场究竟"
    longest = f"{padding}{'什么时候拆' * 4}"[:59]
    assert PRIVACY.lets_keep(longest, "ask")
    assert not PRIVACY.lets_keep(longest + "拆", "ask")


DIGITS = st.sampled_from(["0123456789", "０１２３４５６７８９", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"])
NUMBERS = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0(?:577|21|10)[2-9][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"[2-9][0-9]{6,7}", fullmatch=True),
)


@st.composite
def telephones(draw: st.DrawFn) -> str:
    """A telephone number as people write it: in any digits, in groups."""
    digits, between = draw(DIGITS), draw(st.sampled_from(["", "", "-", " ", "－", "  ", "."]))
    number = "".join(digits[int(digit)] for digit in draw(NUMBERS))
    at = draw(st.integers(1, len(number) - 1))
    return f"{number[:at]}{between}{number[at:]}"


AROUND = st.one_of(st.text(max_size=20), st.text(alphabet="什么时候拆海城多少？，1一 ", max_size=20))


@settings(max_examples=500, deadline=None)
@given(before=AROUND, number=telephones(), after=AROUND)
@example(before="什么时候拆？", number="139-7766-5544", after="吗")
def test_a_text_with_a_telephone_number_is_never_kept(before: str, number: str, after: str) -> None:
    assert not PRIVACY.lets_keep(f"{before}{number}{after}", "ask")
