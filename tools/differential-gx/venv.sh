#!/usr/bin/env bash
# Makes tools/differential-gx/.venv with great_expectations; done already when nothing changed.
set -euo pipefail
cd "$(dirname "$0")"
if cmp --silent requirements.txt .venv/installed.txt; then exit 0; fi
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
cp requirements.txt .venv/installed.txt
