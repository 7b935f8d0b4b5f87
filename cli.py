"""The one command: `python -m cli NAME …`, called by ./huiyin."""

import argparse
import importlib
import logging
import os
import sys

import structlog

from nlu import without_tensorflow
from settings import ROOT, Settings

# name: (module, function, what it does); a table, because importing rasa takes seconds that `queue` need not wait
COMMANDS = {
    "chat": ("commands.talking", "chat", "在终端里和回音说话"),
    "talk": ("commands.talking", "talk", "机器接口：一行JSON一问一答"),
    "serve": ("commands.talking", "serve", "接入Telegram（需要TELEGRAM_BOT_TOKEN）"),
    "train": ("commands.training", "run", "检查数据、训练、过验收题、发布"),
    "rollback": ("commands.rollback", "run", "列出发布过的模型，换回其中一个"),
    "answers": ("commands.answers", "run", "查、改、撤销答案和问法，表格导出导入"),
    "misses": ("commands.misses", "run", "没有答好的问题：归为问法、新答案或通报没说"),
    "bulletin": ("commands.bulletin", "run", "导入、列出、换用通报"),
    "queue": ("commands.queue", "run", "查看和办理队列中的件"),
    "keys": ("commands.ceremony", "run", "生成服务密钥、本组密钥、上级联络人密钥"),
    "check-deploy": ("commands.deployment", "run", "列出上线前还没有设置的项目"),
    "rasa": ("commands.training", "rasa", "直接运行rasa命令"),
    "test": ("commands.checking", "test", "运行测试"),
    "check": ("commands.checking", "check", "格式、规范、类型、引用方向、大小"),
}
LOG_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
ANSWERING = ("chat", "talk", "serve")
WRITING = (*ANSWERING, "train", "bulletin", "rollback", "answers", "misses", "queue", "keys")


def main() -> None:
    """Run the command that was named."""
    described = "\n".join(f"  {name:<13}{words}" for name, (_, _, words) in COMMANDS.items())
    parser = argparse.ArgumentParser("huiyin", epilog=described, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS, metavar="命令")
    parser.add_argument("words", nargs=argparse.REMAINDER)
    named = parser.parse_args()
    answering = named.command in ANSWERING
    quiet(answering=answering)
    if named.command in WRITING:
        os.umask(0o077)  # what citizens wrote is for nobody else on this machine
    module, function, _ = COMMANDS[named.command]
    run = getattr(importlib.import_module(module), function)
    settings = Settings()
    if settings.bulletin.is_file():
        settings = importlib.import_module("commands.bulletin").for_this_run(settings)
    if answering:
        run(settings)
    else:
        sys.exit(run(settings, named.words))


def quiet(*, answering: bool = False) -> None:
    """Before rasa is imported: its default would print citizens' words (conversation.md 2.9)."""
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
