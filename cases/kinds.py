"""The closed sets of words a case is described with, each with its Chinese label."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A word of the code that has a Chinese label for people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make the member from `value, label`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Track(Labelled):
    """The law a case runs under (domain.md 2.1)."""

    PUBLIC = "A", "咨询、纠错"
    SUGGESTION = "B", "意见建议"
    PETITION = "C", "投诉求助"
    TIP_OFF = "D", "检举控告"
    APPEAL = "E", "申诉"
    RIGHTS = "F", "个人信息请求"


class Kind(Labelled):
    """What the citizen is doing; who is competent is routing."""

    SUGGESTION = "suggestion", "意见建议"
    COMPLAINT = "complaint", "投诉求助"
    TIP_OFF = "tip_off", "检举控告"
    APPEAL = "appeal", "申诉"
    PRAISE = "praise", "表扬感谢"
    CONSULTATION = "consultation", "咨询"
    CORRECTION = "correction", "纠错"
    DATA_RIGHTS = "data_rights", "个人信息请求"

    @property
    def sealed(self) -> bool:
        """Tracks D and E (domain.md 2.1): content only for the named readers, times to the day."""
        return self in (Kind.TIP_OFF, Kind.APPEAL)

    @property
    def track(self) -> Track:
        """Every kind runs on exactly one."""
        return TRACKS[self]


TRACKS = {
    Kind.SUGGESTION: Track.SUGGESTION,
    Kind.PRAISE: Track.SUGGESTION,
    Kind.COMPLAINT: Track.PETITION,
    Kind.TIP_OFF: Track.TIP_OFF,
    Kind.APPEAL: Track.APPEAL,
    Kind.CONSULTATION: Track.PUBLIC,
    Kind.CORRECTION: Track.PUBLIC,
    Kind.DATA_RIGHTS: Track.RIGHTS,
}


class State(Labelled):
    """Where a case stands (domain.md 2.2); a draft is no case yet."""

    REGISTERED = "registered", "已登记"
    TRIAGED = "triaged", "已甄别"
    NEEDS_INFO = "needs_info", "待补充"
    DUPLICATE_MERGED = "duplicate_merged", "重复件归并"
    ACCEPTED = "accepted", "已受理"
    NOT_ACCEPTED = "not_accepted", "不予受理(已告知)"
    SEALED = "sealed", "密封径送"
    REFERRED = "referred", "已转送/报送"
    ASSIGNED = "assigned", "已交办"
    IN_PROGRESS = "in_progress", "办理中"
    EXTENDED = "extended", "已延期"
    UNDER_REVIEW = "under_review", "待审核"
    HANDED_OVER = "handed_over", "已移送内网"
    COMPLETED = "completed", "已办结"
    FEEDBACK_GIVEN = "feedback_given", "已反馈"
    RATED = "rated", "已评价"
    REWORK = "rework", "回炉重办"
    REVIEW_REQUESTED = "review_requested", "复查中"
    RECHECK_REQUESTED = "recheck_requested", "复核中"
    TERMINATED = "terminated", "已终结"
    ARCHIVED = "archived", "已归档"
    PURGED = "purged", "已清除正文"
    WITHDRAWN = "withdrawn", "已撤回"


class Role(Labelled):
    """What a staff member may do (domain.md 2.6)."""

    INTAKE_CLERK = "intake_clerk", "登记员"
    TRIAGE_OFFICER = "triage_officer", "分办员"
    HANDLER = "handler", "承办人"
    REVIEWER = "reviewer", "审核人"
    DEPUTY_LEADER = "deputy_leader", "分管副组长"
    TEAM_LEADER = "team_leader", "组长"
    DEPARTMENT_LIAISON = "department_liaison", "部门联络员"
    SUPERIOR_LIAISON = "superior_liaison", "派出机关联络人"
    INTERNAL_SUPERVISOR = "internal_supervisor", "内部监督员"
    FAQ_EDITOR = "faq_editor", "问答维护员"
    STATISTICIAN = "statistician", "统计员"
    AUDITOR = "auditor", "安全审计员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    SYSADMIN = "sysadmin", "系统管理员"


class StatusWord(Labelled):
    """What the citizen is told of the state, coarse on purpose (domain.md 2.5)."""

    RECEIVED = "received", "已收到，编号已生成"
    RECEIVED_SEALED = "received_sealed", "已收到"
    BY_RULE = "by_rule", "已收到，按规定处理"
    TRIAGE = "triage", "甄别中"
    NEEDS_INFO = "needs_info", "请补充材料"
    NEEDS_INFO_SEALED = "needs_info_sealed", "可补充材料"
    DUPLICATE = "duplicate", "与您已反映的同一事项一并办理"
    ACCEPTED = "accepted", "已受理、办理中"
    ACCEPTED_SEALED = "accepted_sealed", "已受理，依规办理中"
    NOT_ACCEPTED = "not_accepted", "不属受理范围，请向有权处理的机关反映"
    REFERRED = "referred", "已转送"
    REFERRED_SEALED = "referred_sealed", "已按规定转送"
    COMPLETED = "completed", "已办结"
    COMPLETED_SEALED = "completed_sealed", "已办结。实名的，由工作人员按规定反馈；匿名的，不作结果反馈"
    REWORK = "rework", "重新办理中"
    REWORK_SEALED = "rework_sealed", "办理中"
    REVIEW = "review", "已登记复查申请，由上一级机关自收到之日起30日内提出意见"
    RECHECK = "recheck", "已登记复核申请，由上一级机关自收到之日起30日内提出意见"
    TERMINATED = "terminated", "已终结，同一事项不再受理"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤回"


class ReworkReason(Labelled):
    """Why a finished case is done again."""

    LOOK_BACK = "look_back", "回头看不合格"
    VERIFIED_COMPLAINT = "verified_complaint", "反映的问题经核实属实"
    SUPERIOR_ORDER = "superior_order", "上级要求重办"
    DISSATISFIED = "dissatisfied", "反映人不满意"
    NEW_EVIDENCE = "new_evidence", "有新证据"

    @property
    def opens_archive(self) -> bool:
        """What is archived comes back only for these (domain.md 2.3)."""
        return self in (ReworkReason.SUPERIOR_ORDER, ReworkReason.NEW_EVIDENCE)


class AboutWhom(Labelled):
    """Whom a tip-off or an appeal is about (domain.md 3.1, step 4)."""

    SUPERIOR = "superior", "市管干部(通常为县处级副职以上)"
    TEAM_MEMBER = "team_member", "本组一般人员"
    TEAM_LEADER = "team_leader", "本组主要负责人或整个组"
    NONE = "none", "以上都不是"
    UNKNOWN = "unknown", "不清楚"


class Source(Labelled):
    """How it came: what does not come by itself is taken down by an intake clerk."""

    ONLINE = "online", "网上"
    CALL = "call", "来电"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"


class IdentityMode(Labelled):
    """How the citizen appears: a name is only claimed until staff have verified it."""

    ANONYMOUS = "anonymous", "匿名"
    CLAIMED_NAME = "claimed_name", "署名未核实"
    REAL_NAME = "real_name", "实名"
    IMPERSONATED = "impersonated", "冒名"


class Rating(Labelled):
    """The citizen's word on how the case was handled."""

    SATISFIED = "satisfied", "满意"
    FAIRLY = "fairly_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class Author(Labelled):
    """Who wrote a message of a case."""

    CITIZEN = "citizen", "反映人"
    STAFF = "staff", "工作人员"


class Visibility(Labelled):
    """Who may read a message of a case."""

    PUBLIC = "public", "反映人可见"
    INTERNAL = "internal", "仅内部可见"


class Says(Labelled):
    """What a message of staff to the citizen is."""

    ANSWER = "answer", "答复"
    QUESTION = "question", "提问"
    NOTICE = "notice", "告知"


class Queue(Labelled):
    """Where a case waits for somebody (domain.md 4.1)."""

    PUBLIC_ANSWER = "q_public_answer", "咨询待答"
    SUGGESTION = "q_suggestion", "意见建议"
    PETITION = "q_petition", "投诉求助"
    TIP_OFF = "q_tip_off", "检举控告"
    APPEAL = "q_appeal", "申诉"
    SEALED_SUPERIOR = "q_sealed_superior", "密件·报上级"
    SEALED_OWN_TEAM = "q_sealed_own_team", "密件·涉本组人员"
    SEALED_TEAM_LEADER = "q_sealed_team_leader", "密件·涉本组负责人"
    HANDOFF = "q_handoff", "业务范围外"
    DATA_RIGHTS = "q_data_rights", "个人信息请求"

    @property
    def sealed(self) -> bool:
        """Only named persons may open what waits here."""
        return self.for_superior or self is Queue.SEALED_OWN_TEAM

    @property
    def for_superior(self) -> bool:
        """Only the dispatching organ may open what waits here."""
        return self in (Queue.SEALED_SUPERIOR, Queue.SEALED_TEAM_LEADER)
