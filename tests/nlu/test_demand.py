"""A question for a kind of thing is met only by an excerpt that has one."""

import pytest

from nlu.demand import unmet

RESERVE = "调整建立20名优秀年轻干部、专业型干部后备库"
SPECIAL = "同时,还组织开展了违规房产交易专项治理工作"
DEMOLISHED = "推进违法建筑拆除行动,累计拆除违建7.1万平方米"
TALKS = "班子成员与科级干部累计谈心谈话251次"
POSTED = "同时,还选派3名干部到村任第1书记"
REFUNDED = "现已清退通讯补助82890元、夜餐补助31256元"


@pytest.mark.parametrize(
    ("question", "excerpt"),
    [
        ("违规房产交易处理了几个", SPECIAL),
        ("违建拆除花了多少钱", DEMOLISHED),
        ("谈心谈话谈了什么内容", TALKS),
        ("第1书记派到哪3个村", POSTED),
        ("夜餐补助发了几年", REFUNDED),
        ("废气超标多少倍", "废水、废气污染物排放已达标"),
        ("签约最大的项目是哪个", "集中签约产业项目9个,总投资约66亿元"),
        ("摆了多少桌酒", "清退管理服务对象36人的礼金,共计68680元"),
    ],
)
def test_what_the_excerpt_has_none_of_is_not_met(question: str, excerpt: str) -> None:
    assert unmet(question, excerpt)


@pytest.mark.parametrize(
    ("question", "excerpt"),
    [
        ("后备库有几个人", RESERVE),
        ("拆了多少", DEMOLISHED),
        ("拆掉几万平方了", DEMOLISHED),
        ("谈了几次", TALKS),
        ("哪2个村启动了", "启动沙城沧宁、天河庄泉两个村村2产留地项目"),
        ("停职几个月", "蒲门村委会主任停职3个月"),
        ("报装几天能办好", "将用水报装时限压缩至4个工作日"),
        ("臭了十几年了还臭不臭", "恶臭问题得到明显改善"),
        ("补助退了多少钱", REFUNDED),
    ],
)
def test_what_the_excerpt_has_is_met(question: str, excerpt: str) -> None:
    assert not unmet(question, excerpt)
