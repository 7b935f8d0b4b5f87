"""`.venv/bin/python -m bench.replay`: one process on a replayed mix; prints one table, writes bench/results.md."""

import argparse
import importlib
import sys

import cli


def main() -> None:
    """Run everything; rasa is imported only after the logs are quiet, as in ./huiyin."""
    parser = argparse.ArgumentParser("bench.replay", description=__doc__)
    parser.add_argument("--messages", type=int, default=2000, help="messages of the mix")
    parser.add_argument("--starts", type=int, default=5, help="starts of ./huiyin talk")
    parser.add_argument("--no-training", action="store_true", help="leave ./huiyin train out")
    wanted = parser.parse_args()
    cli.quiet(answering=True)
    measure = importlib.import_module("bench.report").measure
    measure(wanted.messages, wanted.starts, not wanted.no_training, " ".join(sys.argv[1:]))


if __name__ == "__main__":
    main()
