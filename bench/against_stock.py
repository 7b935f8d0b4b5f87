"""This project, a stock Rasa of the same training data, and BM25 on one script; `bench/stock_rasa.sh` calls it."""

import argparse
import importlib
from pathlib import Path

import cli
from settings import ROOT


def main() -> None:
    """Run everything; rasa is imported only after the logs are quiet, as in ./huiyin."""
    parser = argparse.ArgumentParser("bench/stock_rasa.sh PYTHON310", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the phrasings both sides are trained on")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "stock", help="holds venv/ with rasa in it")
    parser.add_argument("--epochs", type=int, default=100, help="of stock Rasa's classifiers; its default is 100")
    parser.add_argument("--no-edit", action="store_true", help="leave out the edit, for which both are trained again")
    asked = parser.parse_args()
    cli.quiet(answering=True)
    importlib.import_module("bench.stock.page").write(
        asked.folder.absolute(), asked.share, asked.epochs, edit=not asked.no_edit
    )


if __name__ == "__main__":
    main()
