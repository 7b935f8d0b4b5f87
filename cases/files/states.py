"""How far a file has come: coarse words that say nothing of what it is."""

from cases.kinds import Labelled


class CopyState(Labelled):
    """Whether there is a copy for handlers."""

    NONE = "none", "未制作"
    MADE = "made", "已清除附带信息"
    REFUSED = "refused", "无法清除附带信息，仅原件留存"


class ScanState(Labelled):
    """What is known of viruses in a file."""

    NOT_SCANNED = "not_scanned", "未查毒"
    CLEAN = "clean", "未检出病毒"
    INFECTED = "infected", "检出病毒"
