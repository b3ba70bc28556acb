#!/usr/bin/env bash
# Builds DOCKER_IMAGE by buildah, as root, on the stand-in of tools/base-image, with the files that this checkout has
# built (npx nx run endpoint:build): the stage that installs and builds in a container is left out.
# usage: build-on-stand-in.sh NAME
set -euo pipefail
cd "$(dirname "$0")/../.."
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
bash tools/base-image/stand-in.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm run --silent pack-files -w tools/endpoint-image -- "$work/out" >/dev/null
files=$(buildah from scratch)
buildah copy --quiet "$files" "$work" / >/dev/null
buildah commit --quiet --rm "$files" lf-endpoint-files >/dev/null
buildah bud --quiet --format docker --build-arg BASE_IMAGE=localhost/lf-stand-in --build-arg FILES=localhost/lf-endpoint-files \
  --ignorefile tools/endpoint-image/Dockerfile.dockerignore -f tools/endpoint-image/Dockerfile -t "$1" .
