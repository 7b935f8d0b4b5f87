"""Which street and which item a citizen speaks about."""

from pathlib import Path

import pytest

from bot.subject import SubjectReader
from bulletin.profile import load
from nlu.normalization import normalize

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def reader():
    known = load(DATA / "bulletin")[1]
    return SubjectReader(known.places, known.keywords, lambda text: normalize(text).text)


STREETS = {
    "海城违建没人管": "海城街道",
    "星海街道办事处态度差": "星海街道",
    "我家在天河": "天河街道",
    "沙城的路坏了": "沙城街道",
    "郑岙安置房什么时候好": "天河街道",
    "蒲门村那边": "天河街道",
    "庄泉留地": "天河街道",
    "沧宁村二产留地": "沙城街道",
    "滄寧村": "沙城街道",
    "海城街道海城那块": "海城街道",
    "天河郑岙": "天河街道",
}


@pytest.mark.parametrize(("text", "street"), STREETS.items())
def test_a_street_or_its_village_names_the_street(reader, text, street):
    assert reader.street(text) == street


@pytest.mark.parametrize(
    ("text", "street"),
    {
        "是海城不是沙城": "海城街道",
        "不是沙城，是海城": "海城街道",
        "把沙城改成海城": "海城街道",
        "应该是海城，刚才写成沙城了": "海城街道",
        "沙城，不对，是天河": "天河街道",
        "沙城有条路坏了，写错了，应该是星海": "星海街道",
        "沙城说错了海城": "海城街道",
    }.items(),
)
def test_after_a_correction_the_last_street_counts(reader, text, street):
    assert reader.street(text) == street


@pytest.mark.parametrize(
    "text", ["不是沙城", "不在海城", "从海城到沙城的公交", "二甲村的事", "龙湾那边", "滨海园区", ""]
)
def test_no_street_is_proposed_when_unsure(reader, text):
    assert reader.street(text) is None


SECTIONS = {
    "班子民主生活会走过场": "一(一)",
    "亩均税收一万以下的厂怎么还在": "一(二)",
    "三重一大都是书记一个人说了算": "一(三)",
    "夜学就是签个到": "一(四)",
    "招商引资那个电竞项目": "二(一)",
    "村二产留地被租出去了": "二(二)",
    "百威啤酒什么时候投产": "二(三)",
    "郑岙城中村改造过渡费没发": "三(一)",
    "人才公寓申请不到": "三(二)",
    "公交车太少了": "三(二)",
    "海城违章搭建没人拆": "三(三)",
    "隔壁私自加盖了一层": "三(三)",
    "组工干部轮训没用": "四(一)",
    "我爸是失联党员名单里的": "四(二)",
    "机关党委三会一课造假": "四(三)",
    "二甲村换届有问题": "四(四)",
    "学校党建教师党员材料": "四(五)",
    "年轻干部挂职": "五(一)",
    "民主推荐走形式": "五(二)",
    "他是带病提拔的": "五(三)",
    "干部任免没有回避": "五(四)",
    "动议和研判都没做": "五(五)",
    "局长在企业违规兼职取酬": "五(六)",
    "意识形态责任书": "六(一)",
    "文化礼堂天天锁门": "六(二)",
    "老庙电线乱拉": "六(二)",
    "图书馆还没开": "六(三)",
    "全面从严治党主体责任": "七(一)",
    "公务员违规借贷": "七(二)",
    "街道监察办公室不理人": "八(一)",
    "招投标有人围标": "八(二)",
    "公款存放银行拿好处": "八(三)",
    "派出所经费津补贴": "九(一)",
    "书记办公用房超标": "九(二)",
    "合成革厂臭气熏天": "九(三)",
    "形式主义，文山会海": "九(四)",
    "喜宴收礼金": "九(五)",
    "違建": "三(三)",
}


@pytest.mark.parametrize(("text", "section"), SECTIONS.items())
def test_an_item_is_proposed_by_its_keywords(reader, text, section):
    assert reader.section(text) == section


@pytest.mark.parametrize("text", ["今天天气不错", "路灯坏了", "", "干部态度差", "违建和招标都有问题", "整改得怎么样"])
def test_no_item_is_proposed_when_unsure(reader, text):
    assert reader.section(text) is None


def test_every_item_of_the_bulletin_has_keywords_and_no_other(reader):
    labels = {item.label for item in load(DATA / "bulletin")[0].items}
    assert set(reader.keywords) == labels and all(reader.keywords.values())


def test_no_keyword_stands_under_two_items(reader):
    words = [word for known in reader.keywords.values() for word in known]
    assert len(words) == len(set(words))


def test_without_keywords_no_item_is_proposed(reader):
    assert SubjectReader((), {}, reader.fold).section("海城违建没人管") is None
