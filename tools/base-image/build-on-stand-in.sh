#!/usr/bin/env bash
# Builds BASE_IMAGE by buildah, as root, on the stand-in of its base.
# usage: build-on-stand-in.sh NAME
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bash "$here/stand-in.sh"
STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot buildah bud --quiet --network host \
  --build-arg NODE_IMAGE=localhost/lf-stand-in --build-arg BASE=localhost/lf-stand-in -t "$1" "$here"
