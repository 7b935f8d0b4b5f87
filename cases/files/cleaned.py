"""What cleaning gives: a copy that names nobody, or the reason why there is none."""

from dataclasses import dataclass

from cases.files.file_kind import FileKind
from cases.kinds import Labelled


class Why(Labelled):
    """Why there is no cleaned copy."""

    UNSUPPORTED = "unsupported", "此类文件无法清除附带信息"
    DANGEROUS = "dangerous", "此类文件打开即运行，不予显示"
    DAMAGED = "damaged", "文件已损坏"
    TOO_LARGE = "too_large", "展开后过大"
    LOCKED = "locked", "文件有密码"
    INFECTED = "infected", "检出病毒"
    GAVE_UP = "gave_up", "处理超出时间或内存"


class Uncleanable(Exception):
    """No copy can be made that names nobody: handlers are only told that the original exists, and `why`."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Cleaned:
    """A copy without what it said of its author, device and place; `removed` names what was there."""

    data: bytes
    kind: FileKind
    removed: tuple[str, ...] = ()
