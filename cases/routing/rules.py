"""Which queue a new case waits in: the rules of domain.md 4.2, first match first; the reason is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cases.draft_body import DraftBody
from cases.kinds import AboutWhom, Kind, Labelled, Queue
from cases.routing import departments
from cases.routing.jurisdiction import NOWHERE, Jurisdiction
from cases.routing.mentions import speaks_of, speaks_of_leader
from cases.routing.spelling import Said

LEAST_SUBSTANCE = 10  # characters (domain.md 3.2)


class Rule(Labelled):
    """Why a case is where it is."""

    R1 = "R1", "涉及本组主要负责人或整个组,直接送上级纪检监察机关"
    R2 = "R2", "涉及本组人员,由组长指定专人办理"
    R3 = "R3", "涉及市管干部,送派出机关"
    R4 = "R4", "被反映人级别不清楚,先按涉及上级管理干部处理"
    R5 = "R5", "属本组管辖的检举控告"
    R6 = "R6", "被反映人疑不属本区,须转送或者告知有管辖权的机关"
    R7 = "R7", "没有具体内容,先请反映人补充"
    R8 = "R8", "申诉"
    R9 = "R9", "属部门职责的投诉求助"
    R10 = "R10", "针对通报条目的意见建议"
    R10_OWN = "R10-own", "针对本组自身工作的意见建议,留在本组办理,须抄送派出机关"
    R11 = "R11", "未指明通报条目的意见建议"
    R12 = "R12", "机器人未能回答的咨询"
    R12_ERROR = "R12-error", "通报或者机器人的回答可能有错"
    RIGHTS = "RF", "查阅、更正、删除本人信息的请求"
    R13 = "R13", "不属本区或者本组受理范围,告知应向哪里反映"


class Route(NamedTuple):
    """A queue and the rule that chose it; the lead department, or the answer that names the right door."""

    queue: Queue
    rule: Rule
    department: str | None = None
    door: str | None = None


@dataclass(frozen=True)
class Matter:
    """What the rules look at."""

    kind: Kind
    about_whom: AboutWhom | None = None
    text: str = ""
    section: str | None = None
    subdistrict: str | None = None
    own_team: bool = False  # its words accuse the team, so the team never opens it
    files: bool = False


class Inquiry:
    """A matter before the rules, its text read once."""

    def __init__(self, matter: Matter, jurisdiction: Jurisdiction) -> None:
        self.matter, self.jurisdiction, self.said = matter, jurisdiction, Said(matter.text)

    @property
    def against_persons(self) -> bool:
        """Tip-offs and appeals always are, a complaint where it is about the team (domain.md 4.3)."""
        return self.matter.kind.sealed or self.matter.kind is Kind.COMPLAINT

    @property
    def names_leader(self) -> bool:
        """The generic words for the leader count only where somebody is accused."""
        if self.matter.kind.sealed:
            return speaks_of_leader(self.said, self.jurisdiction)
        return speaks_of(self.said, [member for member in self.jurisdiction.team if member.leader])

    @property
    def names_member(self) -> bool:
        """As with the leader."""
        spoken = self.matter.kind.sealed and self.jurisdiction.members.found(self.said.tight)
        return spoken or speaks_of(self.said, [member for member in self.jurisdiction.team if member.of_team])


def matter_of(body: DraftBody) -> Matter:
    """What the rules look at in a draft with a kind."""
    if body.kind is None:
        raise ValueError("a draft without a kind has no queue")
    text = body.content().text
    return Matter(
        body.kind, body.about_whom, text, body.section, body.subdistrict, body.own_team, files=bool(body.files)
    )


def route(matter: Matter, jurisdiction: Jurisdiction) -> Route:
    """The queue of a new case."""
    inquiry = Inquiry(matter, jurisdiction)
    return next(found for rule in RULES if (found := rule(inquiry)))


def queues(kind: Kind, about_whom: AboutWhom | None, own_team: bool) -> frozenset[Queue]:
    """Where it may have to wait, as far as the citizen's answers tell; the words are read at submission."""
    choices = [about_whom] if about_whom or own_team else list(AboutWhom)
    return frozenset(route(Matter(kind, whom, own_team=own_team), NOWHERE).queue for whom in choices)


def _about_leader(inquiry: Inquiry) -> Route | None:
    matter = inquiry.matter
    if not inquiry.against_persons:
        return None
    chosen = matter.about_whom is AboutWhom.TEAM_LEADER or (matter.own_team and matter.kind.sealed)
    if chosen or inquiry.names_leader:
        return Route(Queue.SEALED_TEAM_LEADER, Rule.R1)
    return None


def _about_member(inquiry: Inquiry) -> Route | None:
    if not inquiry.against_persons:
        return None
    if inquiry.matter.about_whom is AboutWhom.TEAM_MEMBER or inquiry.names_member:
        return Route(Queue.SEALED_OWN_TEAM, Rule.R2)
    return None


def _city_managed(inquiry: Inquiry) -> Route | None:
    known, said = inquiry.jurisdiction, inquiry.said.tight
    spoken = known.city_managed.found(said) or known.high_ranks.found(said)
    if inquiry.matter.kind.sealed and (inquiry.matter.about_whom is AboutWhom.SUPERIOR or spoken):
        return Route(Queue.SEALED_SUPERIOR, Rule.R3)
    return None


def _rank_unknown(inquiry: Inquiry) -> Route | None:
    """What the accused has read cannot be unread, while a superior can hand a case back."""
    spoken = inquiry.jurisdiction.leading.found(inquiry.said.tight)
    if inquiry.matter.kind.sealed and (inquiry.matter.about_whom is AboutWhom.UNKNOWN or spoken):
        return Route(Queue.SEALED_SUPERIOR, Rule.R4)
    return None


def _tip_off(inquiry: Inquiry) -> Route | None:
    """R6, R7, R5: all wait in the team's own queue, for staff decide; the reason tells them what to look at."""
    if inquiry.matter.kind is not Kind.TIP_OFF:
        return None
    if _is_elsewhere(inquiry):
        return Route(Queue.TIP_OFF, Rule.R6, door=_door(inquiry))
    if not inquiry.matter.files and len(inquiry.said.tight) < LEAST_SUBSTANCE:
        return Route(Queue.TIP_OFF, Rule.R7)
    return Route(Queue.TIP_OFF, Rule.R5)


def _appeal(inquiry: Inquiry) -> Route | None:
    return Route(Queue.APPEAL, Rule.R8) if inquiry.matter.kind is Kind.APPEAL else None


def _complaint(inquiry: Inquiry) -> Route | None:
    """R9; whom the complaint accuses does not get it (INV-R6). Without an item it may be for another door."""
    if inquiry.matter.kind is not Kind.COMPLAINT:
        return None
    department = _lead(inquiry)
    if department is None and (_door(inquiry) or _leaves_zone(inquiry)):
        return None
    return Route(Queue.PETITION, Rule.R9, _unless_accused(inquiry, department))


def _suggestion(inquiry: Inquiry) -> Route | None:
    """R10, R11; one about the team's own work stays with it, one that blames persons too (domain.md 4.3)."""
    if inquiry.matter.kind not in (Kind.SUGGESTION, Kind.PRAISE) or _leaves_zone(inquiry):
        return None
    department = _lead(inquiry) or inquiry.jurisdiction.otherwise
    if _is_own_work(inquiry, department):
        return Route(Queue.SUGGESTION, Rule.R10_OWN)
    rule = Rule.R10 if inquiry.matter.section else Rule.R11
    return Route(Queue.SUGGESTION, rule, _unless_accused(inquiry, department))


def _consultation(inquiry: Inquiry) -> Route | None:
    return Route(Queue.PUBLIC_ANSWER, Rule.R12) if inquiry.matter.kind is Kind.CONSULTATION else None


def _correction(inquiry: Inquiry) -> Route | None:
    return Route(Queue.PUBLIC_ANSWER, Rule.R12_ERROR) if inquiry.matter.kind is Kind.CORRECTION else None


def _data_rights(inquiry: Inquiry) -> Route | None:
    return Route(Queue.DATA_RIGHTS, Rule.RIGHTS) if inquiry.matter.kind is Kind.DATA_RIGHTS else None


def _elsewhere(inquiry: Inquiry) -> Route:
    return Route(Queue.HANDOFF, Rule.R13, door=_door(inquiry))


RULES: tuple[Callable[[Inquiry], Route | None], ...] = (
    _about_leader,
    _about_member,
    _city_managed,
    _rank_unknown,
    _tip_off,
    _appeal,
    _complaint,
    _suggestion,
    _consultation,
    _correction,
    _data_rights,
    _elsewhere,
)


def _lead(inquiry: Inquiry) -> str | None:
    matter = inquiry.matter
    return departments.lead(inquiry.jurisdiction, matter.section, matter.subdistrict, inquiry.said)


def _unless_accused(inquiry: Inquiry, department: str | None) -> str | None:
    matter = inquiry.matter
    kept_from = departments.kept_from(inquiry.jurisdiction, matter.kind, matter.subdistrict, inquiry.said)
    return None if department in kept_from else department


def _door(inquiry: Inquiry) -> str | None:
    return next((door.name for door in inquiry.jurisdiction.doors if door.words.found(inquiry.said.tight)), None)


def _leaves_zone(inquiry: Inquiry) -> bool:
    return inquiry.jurisdiction.left_zone.found(inquiry.said.tight)


def _is_own_work(inquiry: Inquiry, department: str | None) -> bool:
    known, section = inquiry.jurisdiction, inquiry.matter.section
    itself = known.team_itself.found(inquiry.said.tight) or known.team_itself.found(department or "")
    return section in known.own_work or (section in known.partly_own_work and itself)


def _is_elsewhere(inquiry: Inquiry) -> bool:
    matter, known, said = inquiry.matter, inquiry.jurisdiction, inquiry.said.tight
    placed = matter.section or matter.subdistrict or known.zone.found(said)
    return not placed and known.outside.found(said)
