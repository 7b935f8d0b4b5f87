"""Where an item of the ledger stands, which steps lead on, and the other closed sets of words (domain.md part 6)."""

from cases.kinds import Labelled


class ItemState(Labelled):
    """F5; overdue (逾期) is computed, never stored."""

    NOT_STARTED = "not_started", "未启动"
    IN_PROGRESS = "in_progress", "整改中"
    CONTINUING = "continuing", "持续推进"
    AWAITING_SIGN_OFF = "awaiting_sign_off", "待销号"
    SIGNED_OFF = "signed_off", "已销号"
    LOOK_BACK = "look_back", "回头看"
    REWORK = "rework", "回炉重改"


class Step(Labelled):
    """What was done to an item: the sorts of lines in its history."""

    SEEDED = "seeded", "由通报建账"
    CLAIMED = "claimed", "认领"
    LEAD_ADDED = "lead_added", "加牵头或配合部门"
    LEAD_CONFIRMED = "lead_confirmed", "确认牵头部门"
    LEAD_REMOVED = "lead_removed", "撤去部门"
    MEASURE_ADDED = "measure_added", "定措施"
    MEASURE_DONE = "measure_done", "措施完成"
    PROGRESS = "progress", "进展"
    PROPOSED = "proposed", "申请销号"
    RETURNED = "returned", "退回"
    SIGNED_OFF = "signed_off", "销号"
    LOOK_BACK = "look_back", "开始回头看"
    LOOK_BACK_PASSED = "look_back_passed", "回头看通过"
    LOOK_BACK_FAILED = "look_back_failed", "回头看发现问题"
    REOPENED = "reopened", "回炉"
    PROMISED = "promised", "登记承诺"
    PROMISE_MET = "promise_met", "承诺兑现"
    ATTACHED = "attached", "挂接意见建议"
    DECIDED = "decided", "采纳决定"
    DRAFTED = "drafted", "拟告诉群众的话"
    RELEASED = "released", "告诉群众"
    TAKEN_BACK = "taken_back", "收回告诉群众的话"


class Basis(Labelled):
    """Why a department is taken to answer for an item (domain.md 4.4); only the first needs no confirmation."""

    STATED = "S", "通报写明"
    INFERRED = "I", "按事项推断"
    NONE_NAMED = "N", "通报未写"
    STAFF = "staff", "工作人员登记"

    @property
    def doubtful(self) -> bool:
        """Whether staff must confirm it before anybody relies on it."""
        return self in (Basis.INFERRED, Basis.NONE_NAMED)


class Adoption(Labelled):
    """What became of a suggestion (信访工作条例 Art. 29)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳"


UNDER_WAY = (ItemState.NOT_STARTED, ItemState.IN_PROGRESS, ItemState.CONTINUING, ItemState.REWORK)
NEXT = {
    Step.PROPOSED: (UNDER_WAY, ItemState.AWAITING_SIGN_OFF),
    Step.RETURNED: ((ItemState.AWAITING_SIGN_OFF,), ItemState.IN_PROGRESS),
    Step.SIGNED_OFF: ((ItemState.AWAITING_SIGN_OFF,), ItemState.SIGNED_OFF),
    Step.LOOK_BACK: ((ItemState.SIGNED_OFF,), ItemState.LOOK_BACK),
    Step.LOOK_BACK_PASSED: ((ItemState.LOOK_BACK,), ItemState.SIGNED_OFF),
    Step.LOOK_BACK_FAILED: ((ItemState.LOOK_BACK,), ItemState.REWORK),
    Step.REOPENED: ((ItemState.SIGNED_OFF,), ItemState.REWORK),
}
