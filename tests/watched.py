"""`python -m tests.watched FILE LEVEL COMMAND …`: a command; each address it opens a socket to is noted."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import cli

ADDRESS_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.bind": 1}
ADDRESS_AT |= {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def watch(file: Path) -> None:
    """From now on and for good: an audit hook cannot be taken out."""

    def hook(event: str, words: tuple[Any, ...]) -> None:
        if event in ADDRESS_AT:
            with file.open("a") as out:
                out.write(json.dumps([event, words[ADDRESS_AT[event]]], default=str) + "\n")

    sys.addaudithook(hook)


def main() -> None:
    _, file, level, *command = sys.argv
    logging.basicConfig(level=level, stream=sys.stderr)
    watch(Path(file))
    sys.argv = ["huiyin", *command]
    cli.main()


if __name__ == "__main__":
    main()
