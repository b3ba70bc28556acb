#!/usr/bin/env bash
# Lints every Dockerfile under tools/ by hadolint, from a venv that is made once.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! cmp --silent hadolint/requirements.txt .venv/installed.txt; then
  rm -rf .venv
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --requirement hadolint/requirements.txt
  cp hadolint/requirements.txt .venv/installed.txt
fi
mapfile -t files < <(find .. -name Dockerfile -not -path '*/node_modules/*' -not -path '*/.venv/*')
.venv/bin/hadolint --failure-threshold style "${files[@]}"
echo "${#files[@]} Dockerfile(s) linted"
