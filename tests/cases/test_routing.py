"""Which queue a case waits in: the rules of domain.md 4.2, first match first, over the data that is shipped."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from cases.kinds import AboutWhom, Kind, Queue
from cases.routing.jurisdiction import NOWHERE, Jurisdiction, Lead, Member, parse
from cases.routing.rules import Matter, Route, Rule, route
from settings import ROOT

FILE = yaml.safe_load((ROOT / "data" / "jurisdiction.yml").read_text("utf-8"))
LEADS = (
    Lead("三(一)", "天河街道", "城中村改造"),
    Lead("三(一)", "巡视整改工作领导小组办公室", "其他"),
    Lead("三(三)", "综合行政执法局"),
    Lead("三(三)", "海城街道"),
    Lead("五(三)", "组织宣传部"),
    Lead("八(一)", "派驻纪检监察组"),
    Lead("八(三)", "财政局"),
)
ALIASES = {"执法局": "综合行政执法局", "组宣部": "组织宣传部"}
TEAM = (
    Member(1, "王建国", titles=("组长",), leader=True),
    Member(2, "李秀英", others=("李小英",), posts=("原纪委副书记",)),
    Member(3, "周平", of_team=False),
)
OFFICE = replace(parse([FILE], leads=LEADS, aliases=ALIASES, outside=["龙湾", "鹿城"]), team=TEAM)
FACTS = "去年腊月在他家收了两万块钱"


def routed(text: str = FACTS, kind: Kind = Kind.TIP_OFF, office: Jurisdiction = OFFICE, **more: Any) -> Route:
    about = AboutWhom.NONE if kind.sealed else None
    return route(replace(Matter(kind, about, text), **more), office)


@pytest.mark.parametrize("kind", list(Kind))
def test_r0_urgency_is_a_flag_beside_the_queue(kind: Kind) -> None:
    assert "urgent" not in Matter.__dataclass_fields__
    assert routed("有人要打人了，村口", kind).queue is routed("村口的路灯坏了很久", kind).queue


@pytest.mark.parametrize(
    "text",
    [
        "王建国收了红包" + FACTS,
        "王 建　国收了红包",
        "王組長收了红包",
        "你们纪检组长收红包",
        "派驻组组长在饭店吃请",
        "整个纪检组都在包庇",
        "纪检组负责人收钱",
    ],
)
@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
def test_r1_what_names_the_leader_goes_to_the_superior_alone(text: str, kind: Kind) -> None:
    assert routed(text, kind)[:2] == (Queue.SEALED_TEAM_LEADER, Rule.R1)


def test_r1_holds_for_the_choice_of_the_citizen_and_for_words_against_the_whole_team() -> None:
    assert routed(about_whom=AboutWhom.TEAM_LEADER).rule is Rule.R1
    assert routed(about_whom=AboutWhom.TEAM_MEMBER, own_team=True).rule is Rule.R1
    assert routed("他们收钱", Kind.SUGGESTION, own_team=True).rule is Rule.R11


def test_r1_goes_before_r2_and_r3() -> None:
    assert routed("王建国和李秀英，还有管委会副主任一起收钱").rule is Rule.R1
    assert routed("李秀英和管委会副主任一起收钱").rule is Rule.R2


@pytest.mark.parametrize(
    "text",
    [
        "村民小组组长收钱" + FACTS,
        "项目组长收钱" + FACTS,
        "请纪检组长查一查，村里会计收红包",
        "恳请贵组组长管一管，村里会计收红包",
    ],
)
def test_r1_is_not_for_other_groups_nor_for_who_only_asks_the_leader(text: str) -> None:
    assert routed(text).rule is Rule.R5


@pytest.mark.parametrize(
    "text",
    [
        "李秀英收了红包",
        "李小英收了红包",
        "原纪委副书记收红包，去年在饭店",
        "纪委原副书记收红包，去年在饭店",
        "街道监察办公室的人收红包",
        "有个纪检干部收红包，在饭店",
    ],
)
def test_r2_what_names_a_member_or_a_former_one_is_sealed_for_the_leader(text: str) -> None:
    assert routed(text)[:2] == (Queue.SEALED_OWN_TEAM, Rule.R2)


def test_r2_is_not_for_a_department_s_liaison_nor_for_a_mere_likeness() -> None:
    assert routed("周平收了红包，去年腊月").rule is Rule.R5
    assert routed("李秀兰收了红包，去年腊月").rule is Rule.R5


def test_r2_and_r1_hold_for_a_complaint_about_the_team_but_not_for_a_suggestion() -> None:
    assert routed("李秀英态度很差，让我跑了三趟", Kind.COMPLAINT).rule is Rule.R2
    assert routed("王建国不接电话，跑了三趟", Kind.COMPLAINT).rule is Rule.R1
    assert routed("王建国的讲课可以多办几次", Kind.SUGGESTION).rule is Rule.R11


@pytest.mark.parametrize(
    "text",
    [
        "管委会副主任收红包，去年在饭店",
        "管委会原副主任收红包，去年在饭店",
        "原管委会副主任收红包，在饭店",
        "有个副调研员兼职取酬好几年",
        "一个副处级干部收了两万块",
        "正县级的那个人收了两万块",
        "副区长的亲戚包了工程很多",
    ],
)
@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
def test_r3_city_managed_posts_and_ranks_go_to_the_superior(text: str, kind: Kind) -> None:
    assert routed(text, kind)[:2] == (Queue.SEALED_SUPERIOR, Rule.R3)


@pytest.mark.parametrize(
    "text", ["天河街道党工委书记收钱，在他家里", "超市长期卖假货给村里的会计", "副科级干部收了两万块钱"]
)
def test_r3_is_not_for_lower_posts_nor_for_words_that_only_look_like_one(text: str) -> None:
    assert routed(text).rule is Rule.R5


def test_r3_holds_for_the_choice_of_the_citizen() -> None:
    assert routed(about_whom=AboutWhom.SUPERIOR).rule is Rule.R3


def test_r4_who_does_not_know_the_rank_is_taken_upward_to_be_safe() -> None:
    assert routed(about_whom=AboutWhom.UNKNOWN)[:2] == (Queue.SEALED_SUPERIOR, Rule.R4)
    assert routed("区里主要领导收钱，去年在饭店").rule is Rule.R4
    assert routed("村班子成员收钱，去年在饭店里").rule is Rule.R5


def test_r5_a_tip_off_below_that_is_the_team_s_own() -> None:
    assert routed() == Route(Queue.TIP_OFF, Rule.R5)


def test_r6_somebody_elsewhere_is_told_apart_unless_the_zone_is_spoken_of() -> None:
    assert routed("龙湾区一个村的会计收红包")[:2] == (Queue.TIP_OFF, Rule.R6)
    assert routed("海城街道的会计在龙湾收红包").rule is Rule.R5
    assert routed("一个村的会计在龙湾收红包", subdistrict="海城街道").rule is Rule.R5


def test_r7_a_tip_off_without_substance_is_to_be_completed_unless_it_has_files() -> None:
    assert routed("会计是贪官") == Route(Queue.TIP_OFF, Rule.R7)
    assert routed("会计是贪官", files=True).rule is Rule.R5


def test_r8_an_appeal() -> None:
    assert routed("不服给我的处分决定", Kind.APPEAL) == Route(Queue.APPEAL, Rule.R8)


def test_r9_a_complaint_goes_to_the_lead_of_its_item() -> None:
    assert routed("违建一直没有拆完", Kind.COMPLAINT, section="三(三)") == Route(
        Queue.PETITION, Rule.R9, "综合行政执法局"
    )
    assert routed("路灯坏了没人修", Kind.COMPLAINT) == Route(Queue.PETITION, Rule.R9)


def test_r9_the_words_and_the_street_choose_among_several_leads() -> None:
    assert routed("城中村改造太慢了", Kind.COMPLAINT, section="三(一)").department == "天河街道"
    assert routed("村口的路太窄了点", Kind.COMPLAINT, section="三(一)").department == "巡视整改工作领导小组办公室"
    assert routed("违建没有拆完", Kind.COMPLAINT, section="三(三)", subdistrict="海城街道").department == "海城街道"


@pytest.mark.parametrize("text", ["执法局不作为，违建没拆", "海城街道的干部不来看", "违建没拆，街道推诿"])
def test_r9_who_is_complained_of_does_not_get_the_complaint(text: str) -> None:
    street = None if "执法局" in text else "海城街道"
    assert routed(text, Kind.COMPLAINT, section="三(三)", subdistrict=street).department is None


def test_r10_a_suggestion_goes_to_the_lead_of_its_item() -> None:
    assert routed("拆完以后种些树", Kind.SUGGESTION, section="三(三)") == Route(
        Queue.SUGGESTION, Rule.R10, "综合行政执法局"
    )
    assert routed("拆得很好要表扬", Kind.PRAISE, section="三(三)").rule is Rule.R10


def test_r10_a_criticised_department_may_get_the_words_but_not_criticism_of_its_people() -> None:
    criticised = "执法局不作为，建议公布拆除进度"
    assert routed(criticised, Kind.SUGGESTION, section="三(三)").department == "综合行政执法局"
    blamed = "执法局的队长收钱，建议换人"
    assert routed(blamed, Kind.SUGGESTION, section="三(三)").department is None


@pytest.mark.parametrize(
    ("section", "text", "rule"),
    [
        ("八(一)", "建议多些人手", Rule.R10_OWN),
        ("八(三)", "建议纪检监察组多查几家", Rule.R10_OWN),
        ("八(三)", "建议公布存款的银行", Rule.R10),
        ("五(三)", "建议公示时间长一点", Rule.R10),
    ],
)
def test_4_3_a_suggestion_about_the_team_s_own_work_stays_with_it(section, text, rule) -> None:
    way = routed(text, Kind.SUGGESTION, section=section)
    assert way.rule is rule
    assert (way.department is None) == (rule is Rule.R10_OWN)


def test_r11_a_suggestion_without_an_item_goes_to_the_rectification_office() -> None:
    assert routed("建议多办讲座", Kind.SUGGESTION) == Route(Queue.SUGGESTION, Rule.R11, "巡视整改工作领导小组办公室")


def test_r12_a_question_that_nobody_could_answer() -> None:
    assert routed("还有几处没拆", Kind.CONSULTATION) == Route(Queue.PUBLIC_ANSWER, Rule.R12)


@pytest.mark.parametrize(("text", "door"), [("老板拖欠工资半年了", "wages"), ("法院判决一年没执行", "court_case")])
def test_r13_what_others_decide_is_shown_the_right_door(text: str, door: str) -> None:
    assert routed(text, Kind.COMPLAINT) == Route(Queue.HANDOFF, Rule.R13, door=door)
    assert routed(text, Kind.COMPLAINT, section="三(三)").rule is Rule.R9


def test_r13_a_suggestion_to_a_body_outside_the_zone_is_not_forwarded() -> None:
    way = routed("建议市规划局改一改规划", Kind.SUGGESTION, section="三(三)")
    assert (way.queue, way.rule, way.department) == (Queue.HANDOFF, Rule.R13, None)


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
@pytest.mark.parametrize("about", list(AboutWhom))
def test_inv_c1_nothing_sealed_is_ever_routed_to_a_department(kind: Kind, about: AboutWhom) -> None:
    text = "海城街道违建的执法局，" + FACTS
    assert routed(text, kind, about_whom=about, section="三(三)", subdistrict="海城街道").department is None


def test_every_door_and_department_of_the_shipped_data_exists() -> None:
    known = yaml.safe_load((ROOT / "data/responses/door/door.yml").read_text("utf-8"))["responses"]
    assert all(f"utter_door/{door.name}" in known for door in OFFICE.doors)
    assert OFFICE.otherwise in yaml.safe_load((ROOT / "data/bulletin/bulletin.yml").read_text("utf-8"))["aliases"]


def test_what_an_office_writes_down_is_added_to_the_shipped_data() -> None:
    own = {"city_managed": {"words": ["赵大海"]}, "leader": {"not_in": ["纪检组长奖"]}}
    office = parse([FILE, own])
    assert routed("赵大海收钱，去年腊月在饭店", office=office).rule is Rule.R3
    assert routed("管委会副主任收钱，在饭店", office=office).rule is Rule.R3
    assert routed("发了纪检组长奖给村里的会计", office=office).rule is Rule.R5


def test_without_any_data_only_the_answers_of_the_citizen_count() -> None:
    assert routed("王建国和管委会副主任收钱，在饭店", office=NOWHERE).rule is Rule.R5
