"""Which queue a new case waits in: the rules of domain.md 4.2 that need no name or rank, first match first."""

from typing import NamedTuple

from cases.kinds import AboutWhom, Kind, Labelled, Queue


class Rule(Labelled):
    """Why a case is where it is."""

    R1 = "R1", "涉及本组主要负责人或整个组,直接送上级纪检监察机关"
    R2 = "R2", "涉及本组人员,由组长指定专人办理"
    R3 = "R3", "涉及市管干部,送派出机关"
    R4 = "R4", "被反映人级别不清楚,先按涉及上级管理干部处理"
    R5 = "R5", "属本组管辖的检举控告"
    R8 = "R8", "申诉"
    R9 = "R9", "属部门职责的投诉求助"
    R10 = "R10", "针对通报条目的意见建议"
    R11 = "R11", "未指明通报条目的意见建议"
    R12 = "R12", "机器人未能回答的咨询"


class Route(NamedTuple):
    """A queue and the rule that chose it."""

    queue: Queue
    rule: Rule


BY_PERSON = {
    AboutWhom.TEAM_LEADER: Route(Queue.SEALED_TEAM_LEADER, Rule.R1),
    AboutWhom.TEAM_MEMBER: Route(Queue.SEALED_OWN_TEAM, Rule.R2),
    AboutWhom.SUPERIOR: Route(Queue.SEALED_SUPERIOR, Rule.R3),
    # what the accused has read cannot be unread, while a superior can hand a case back
    AboutWhom.UNKNOWN: Route(Queue.SEALED_SUPERIOR, Rule.R4),
}
BY_KIND = {
    Kind.TIP_OFF: Route(Queue.TIP_OFF, Rule.R5),
    Kind.APPEAL: Route(Queue.APPEAL, Rule.R8),
    Kind.COMPLAINT: Route(Queue.PETITION, Rule.R9),
    Kind.SUGGESTION: Route(Queue.SUGGESTION, Rule.R11),
    Kind.PRAISE: Route(Queue.SUGGESTION, Rule.R11),
    Kind.CONSULTATION: Route(Queue.PUBLIC_ANSWER, Rule.R12),
}
TEAM = (AboutWhom.TEAM_LEADER, AboutWhom.TEAM_MEMBER)


def route(kind: Kind, about_whom: AboutWhom | None, section: str | None, own_team: bool = False) -> Route:
    """The queue of a new case; `own_team`: its words accuse the team, so the team never opens it (domain.md 4.2 R1)."""
    if own_team:
        about_whom = AboutWhom.TEAM_LEADER
    against_persons = kind.sealed or (kind is Kind.COMPLAINT and about_whom in TEAM)  # domain.md 4.3
    if against_persons and about_whom in BY_PERSON:
        return BY_PERSON[about_whom]
    if kind in (Kind.SUGGESTION, Kind.PRAISE) and section:
        return Route(Queue.SUGGESTION, Rule.R10)
    return BY_KIND[kind]
