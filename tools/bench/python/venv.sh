#!/usr/bin/env bash
# Makes tools/bench/.venv with the Python peers; the product and its tests never need it.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement python/requirements.txt
.venv/bin/python -c 'import pandas, pyarrow; print("pandas", pandas.__version__, "pyarrow", pyarrow.__version__)'
