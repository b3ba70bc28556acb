#!/usr/bin/env bash
# Makes tools/bench/.venv/lightgbm with LightGBM, apart from the other peers: it needs a later pandas.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv .venv/lightgbm
.venv/lightgbm/bin/pip install --quiet --disable-pip-version-check --requirement python/requirements-lightgbm.txt
.venv/lightgbm/bin/python -c 'import lightgbm; print("lightgbm", lightgbm.__version__)'
