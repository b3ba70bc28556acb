#!/usr/bin/env bash
# Installs every package from its packed tarball into a project outside the monorepo and uses it there:
# types, a validation in five lines, the command line from raw events to a served prediction.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../../.." && pwd)
work=$(mktemp -d)
stop() {
  [ -x "$work/project/node_modules/.bin/lf" ] && (cd "$work/project" && ./node_modules/.bin/lf endpoint stop --all) || true
  rm -rf "$work"
}
trap stop EXIT

for package in "$root"/packages/* "$root"/apps/*; do
  grep -q '"private": true' "$package/package.json" && continue # such as the book
  (cd "$package" && npm pack --silent --ignore-scripts=false --pack-destination "$work" >/dev/null)
done

mkdir "$work/project"
cd "$work/project"
echo 'ignore-scripts=true' >.npmrc
echo '{ "type": "module", "private": true }' >package.json
npm install --no-audit --no-fund --silent "$work"/*.tgz typescript@6.0.3 @types/node@20

printf 'order,price\n1,9.5\n2,-3\n' >orders.csv
cat >validate.ts <<'TS'
import { formatFailures, validate } from '@lf/expectations';
const kwargs = { column: 'price', min_value: 0 };
const suite = { name: 'orders', expectations: [{ type: 'expect_column_values_to_be_between', kwargs }] };
const result = await validate({ source: { csv: 'orders.csv' }, suite });
console.log(formatFailures(result));
TS
npx tsc --module nodenext --target es2023 --strict --types node validate.ts
node validate.js | tee report.txt
grep -q -- '-3' report.txt

LF_SYNTHETIC_EVENTS=5000 npx lf run intent --quiet | tee report.txt
url=$(sed -n "s/^ *curl '\(.*\)'$/\1/p" report.txt)
node -e 'fetch(process.argv[1]).then((answer) => answer.json()).then((body) => { console.log(body); process.exitCode = typeof body.prediction === "number" ? 0 : 1; })' "$url"

# What serves brings no trainer, no table engine and no TensorFlow.js: said by npm, not by an exclude list
mkdir "$work/serving"
cd "$work/serving"
echo 'ignore-scripts=true' >.npmrc
echo '{ "type": "module", "private": true }' >package.json
tarballs=()
for name in contract config kernels export recommenders serving deploy endpoint serverless-api; do tarballs+=("$work/lf-$name-"[0-9]*.tgz); done
npm install --no-audit --no-fund --silent --omit=dev "${tarballs[@]}"
npm ls --all >tree.txt
if grep -v 'UNMET OPTIONAL' tree.txt | grep -E '@lf/(train|dataset|expectations|flow|tracking|pipeline)|@duckdb/|apache-arrow|@tensorflow/'; then
  echo 'The endpoint or the Lambda installs what only training needs (above).' >&2
  exit 1
fi
node_modules/.bin/lf-endpoint --version
