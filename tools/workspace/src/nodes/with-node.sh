#!/usr/bin/env bash
# Runs a command with the newest Node of a major version, which comes from npm and is gone afterwards.
# usage: with-node.sh MAJOR COMMAND [ARGUMENT]...
set -euo pipefail
major=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
package=$(node -p '`node-${process.platform}-${process.arch}`')
npm install --prefix "$folder" --no-save --silent --ignore-scripts "$package@$major"
PATH="$folder/node_modules/$package/bin:$PATH"
printf 'Node %s: %s\n' "$(node --version)" "$*"
"$@"
