#!/bin/sh
# Measures this project beside a stock Rasa, on the same training data:
# bench/stock_rasa.sh PYTHON310 [--share 0.1] [--epochs 100] [--no-edit] [--folder FOLDER]
# The first run installs Rasa with TensorFlow (2.6 GB) into FOLDER/venv, by default var/stock/venv.
set -eu
cd "$(dirname "$0")/.."

skip() { echo "$1"; exit 0; }

python=${1:-python3.10}
[ -z "${CI:-}" ] || skip "The comparison with a stock Rasa is skipped: it is never run in CI."
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null ||
  skip "The comparison with a stock Rasa is skipped: $python is no Python 3.10, and Rasa 3.6 runs on nothing newer."
[ -x .venv/bin/python ] || { echo "Run ./huiyin test first: it makes the environment of this project."; exit 1; }
[ $# -eq 0 ] || shift

folder=var/stock before=
for word in "$@"; do
  [ "$before" != --folder ] || folder=$word
  before=$word
done
if [ ! -f "$folder/venv/.complete" ]; then
  "$python" -m venv "$folder/venv"
  "$folder/venv/bin/pip" install -q 'rasa[jieba]==3.6.21'
  touch "$folder/venv/.complete"
fi
exec .venv/bin/python -m bench.against_stock "$@"
