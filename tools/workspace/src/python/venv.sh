#!/usr/bin/env bash
# Makes FOLDER/.venv with what FOLDER/requirements.txt lists; done already when nothing changed.
# usage: venv.sh FOLDER
set -euo pipefail
cd "$1"
if cmp --silent requirements.txt .venv/installed.txt; then exit 0; fi
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
cp requirements.txt .venv/installed.txt
