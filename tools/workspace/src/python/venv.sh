#!/usr/bin/env bash
# Makes FOLDER/.venv with what FOLDER/requirements.txt lists, and the files that it names by -r; done already when
# nothing changed.
# usage: venv.sh FOLDER
set -euo pipefail
cd "$1"
mapfile -t others < <(sed -n 's/^-r //p' requirements.txt)
if cmp --silent <(cat requirements.txt "${others[@]}") .venv/installed.txt; then exit 0; fi
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
cat requirements.txt "${others[@]}" >.venv/installed.txt
