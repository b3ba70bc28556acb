#!/usr/bin/env bash
# Lets real versions of great_expectations save and validate a suite, each in an environment of its own.
# usage: make.sh [--check] [VERSION...]     all versions when none is named
# Writes packages/expectations/test/suite/saved/; with --check it compares with what is there, and fails on any change.
set -euo pipefail
cd "$(dirname "$0")"
newest=1.24.1
saved=../../packages/expectations/test/suite/saved

check=false
if [ "${1:-}" = --check ]; then check=true && shift; fi
if [ $# -eq 0 ]; then set -- 0.13.49 0.18.22 1.0.6 1.8.1 "$newest"; fi

# The differential run has the newest version already
environment() { if [ "$1" = "$newest" ]; then echo ../differential-gx; else echo "versions/$1"; fi; }

generations() {
  case "$1" in
    0.13.*) echo dataset validator ;;
    0.*) echo validator ;;
    1.0.*) echo class ;;
    "$newest") echo newest ;;
    *) echo condition ;;
  esac
}

output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
python3 python/cases.py >"$output/table.json"
for version; do
  folder=$(environment "$version")
  bash ../workspace/src/python/venv.sh "$folder"
  for generation in $(generations "$version"); do
    PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore \
      "$folder/.venv/bin/python" python/save.py "$generation" "$output/$version-$generation.json" 2>"$output/log" ||
      { cat "$output/log" >&2 && exit 1; }
  done
done
rm -f "$output/log"

mkdir -p "$saved"
for path in "$output"/*.json; do
  name=$(basename "$path")
  # By meaning: formatters lay files out, and old versions write keys in any order
  if $check; then diff -u <(python3 -m json.tool --sort-keys "$saved/$name") <(python3 -m json.tool --sort-keys "$path"); else cp "$path" "$saved/$name"; fi
done
echo "$(ls "$output" | wc -l) files $($check && echo 'are as committed' || echo 'written')"
