#!/usr/bin/env bash
# Builds RAPIDS_IMAGE with pandas and dask by buildah, as root, on the stand-in of tools/base-image with Debian's Python.
# usage: build-on-stand-in.sh NAME
set -euo pipefail
cd "$(dirname "$0")/../.."
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
bash tools/base-image/stand-in.sh
if ! buildah inspect --type image localhost/lf-stand-in-python >/dev/null 2>&1; then
  base=$(buildah from localhost/lf-stand-in)
  buildah run --network host "$base" -- sh -euc '
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
    python3 -m venv /opt/python' >/dev/null
  buildah config --env PATH=/opt/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$base"
  buildah commit --quiet --rm "$base" lf-stand-in-python >/dev/null
fi
buildah bud --quiet --network host --build-arg NODE_IMAGE=localhost/lf-stand-in \
  --build-arg BASE=localhost/lf-stand-in-python --build-arg REQUIREMENTS=tools/rapids/cpu-requirements.txt \
  --ignorefile tools/rapids/Dockerfile.dockerignore -f tools/rapids/Dockerfile -t "$1" .
