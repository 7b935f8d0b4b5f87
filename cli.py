"""The one command: `python -m cli NAME …`, called by ./huiyin."""

import importlib
import logging
import os
import sys

import structlog

from bulletin.errors import UnreadableBulletin
from nlu import without_tensorflow
from settings import ROOT, Settings

# name: (module, function, what it does); a table, because importing rasa takes seconds that `queue` need not wait
COMMANDS = {
    "chat": ("commands.talking", "chat", "在终端里和回音说话"),
    "talk": ("commands.talking", "talk", "机器接口：一行JSON一问一答"),
    "demo": ("commands.demo", "demo", "试用：网页聊天，不需要任何设置"),
    "serve": ("commands.serving", "serve", "接入Telegram、网页聊天"),
    "train": ("commands.training", "run", "检查数据、训练、过验收题、发布"),
    "rollback": ("commands.rollback", "run", "列出发布过的模型，换回其中一个"),
    "answers": ("commands.answers", "run", "查、改、撤销答案和问法，表格导出导入"),
    "misses": ("commands.misses", "run", "没有答好的问题：归为问法、新答案或通报没说"),
    "bulletin": ("commands.bulletin", "run", "导入、列出、换用通报"),
    "queue": ("commands.queue", "run", "查看和办理队列中的件"),
    "staff": ("commands.staff", "run", "工作人员的账号：增减、角色、口令、验证码"),
    "audit": ("commands.audit", "run", "审计链：核对、链头、查看"),
    "retention": ("commands.retention", "run", "保存期限：查看、预演、清除、暂缓"),
    "backup": ("commands.backup", "run", "备份正在运行的服务，并试着恢复一遍"),
    "restore": ("commands.backup", "restore", "从备份恢复"),
    "upgrade": ("commands.upgrade", "run", "升级：备份、改表结构、核对审计链、重启服务"),
    "ledger": ("commands.ledger", "run", "整改台账：看、定措施、报进展、销号、回头看"),
    "report": ("commands.reports", "run", "一日一报、一周一汇、月度和季度报表"),
    "keys": ("commands.ceremony", "run", "生成服务密钥、恢复密钥"),
    "adopt": ("commands.adoption", "run", "把旧版留下的件转入：附件、身份、期限、密件"),
    "check-deploy": ("commands.deployment", "run", "列出上线前还没有设置的项目"),
    "rasa": ("commands.training", "rasa", "直接运行rasa命令"),
    "test": ("commands.checking", "test", "运行测试"),
    "check": ("commands.checking", "check", "格式、规范、类型、引用方向、大小"),
}
LOG_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
HELP = frozenset({"-h", "--help"})
OWN_HELP = ("queue", "answers", "misses", "rasa", "test")  # they answer --help themselves
ANSWERING = ("chat", "talk", "demo", "serve")
NOT_WRITING = ("rasa", "test", "check")


def main() -> None:
    """Run the command that was named."""
    name, *words = sys.argv[1:] or [""]
    if name not in COMMANDS:
        sys.exit(_listed(asked=name in HELP))
    module, function, about = COMMANDS[name]
    if HELP.intersection(words) and name not in OWN_HELP:
        sys.exit(importlib.import_module("commands.usage").show(name, about))
    answering = name in ANSWERING
    quiet(answering=answering)
    if name not in NOT_WRITING:
        os.umask(0o077)  # what citizens wrote is for nobody else on this machine
    run = getattr(importlib.import_module(module), function)
    settings = Settings()
    if settings.bulletin.is_file():
        settings = importlib.import_module("commands.bulletin").for_this_run(settings)
    try:
        sys.exit(run(settings) if answering else run(settings, words))
    except UnreadableBulletin as unreadable:
        sys.exit(str(unreadable))


def _listed(*, asked: bool) -> int:
    """All commands; 2 for who typed none of them."""
    lines = [f"  {name:<13}{about}\n" for name, (_, _, about) in COMMANDS.items()]
    (sys.stdout if asked else sys.stderr).writelines(["用法：./huiyin 命令 …\n", *lines])
    return 0 if asked else 2


def quiet(*, answering: bool = False) -> None:
    """Before rasa is imported: its default would print citizens' words (docs/architecture.md, decision 7)."""
    sys.path.insert(0, str(ROOT))
    without_tensorflow.install(answering=answering)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format=LOG_LINE)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    main()
