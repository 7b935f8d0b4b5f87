"""What the audit log speaks of: deeds, their names and how they ended."""

import re
from dataclasses import dataclass
from typing import Self

from cases.kinds import Labelled
from cases.models import Case

NUMBER = re.compile("[0-9]{8}")


class Action(Labelled):
    """What somebody sets out to do."""

    SIGN_IN = "sign_in", "登录"
    VIEW = "view", "查看"
    SEARCH = "search", "查询"
    EXPORT = "export", "导出"
    PRINT = "print", "打印"
    DOWNLOAD = "download", "下载附件"
    ENTER = "enter", "代为登记"
    MOVE = "move", "改变状态"
    ASSIGN = "assign", "领取、交办、移交"
    REPLY = "reply", "答复"
    NOTE = "note", "内部记录"
    GRANT = "grant", "授予阅读权"
    REVOKE = "revoke", "收回阅读权"
    IDENTITY = "identity", "申请查看身份"
    RECUSAL = "recusal", "回避"
    EXTEND = "extend", "延期"
    STAFF = "staff", "管理人员账号"
    SETTING = "setting", "改动设置"
    LEDGER = "ledger", "整改台账"
    REPORT = "report", "生成报表"
    ANSWERS = "answers", "维护答案"
    PUBLISH = "publish", "训练、发布答案"
    HOLD = "hold", "暂缓清除"
    RELEASE = "release", "解除暂缓"
    PURGE = "purge", "到期清除"
    PURGE_CHECK = "purge_check", "清除后核对"
    BACKUP = "backup", "备份"
    RESTORE = "restore", "恢复"
    VERIFY = "verify", "核对审计链"


class Outcome(Labelled):
    """How it ended; an attempt without any of these was cut off."""

    DONE = "done", "完成"
    REFUSED = "refused", "不允许"
    FAILED = "failed", "失败"


@dataclass(frozen=True)
class Deed:
    """Who does what; `subject` and `reason` are words of the code or of staff, never a citizen's."""

    action: Action
    actor: str
    number: str | None = None
    subject: str | None = None
    reason: str | None = None

    @classmethod
    def on(
        cls, case: Case, action: Action, actor: str, *, subject: str | None = None, reason: str | None = None
    ) -> Self:
        """With a case; of a confidential one the log gets the neutral number and nothing else."""
        if case.confidential:
            return cls(action, actor, case.number)
        return cls(action, actor, case.number, subject, reason)

    @classmethod
    def on_number(cls, typed: str, action: Action, actor: str) -> Self:
        """With the case of this number, before anyone knows whether there is one; other words are not kept."""
        return cls(action, actor, typed if NUMBER.fullmatch(typed) else None)
