#!/usr/bin/env bash
# Builds BASE_IMAGE by buildah, as root, where no image can be pulled: instead of its base it takes Debian by debootstrap
# and Node of npm. Needs buildah and debootstrap (apt-get install buildah debootstrap).
# usage: build-on-stand-in.sh NAME
set -euo pipefail
name=$1
here=$(cd "$(dirname "$0")" && pwd)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1)
debootstrap --variant=minbase bookworm "$work/root" "$mirror" >"$work/log" || { tail "$work/log" >&2; exit 1; }
package=$(node -p '`node-${process.platform}-${process.arch}`')
npm install --prefix "$work/node" --no-save --silent --ignore-scripts "$package@24"
install -m 755 "$work/node/node_modules/$package/bin/node" "$work/root/usr/local/bin/node"
chroot "$work/root" useradd -u 1000 node

base=$(buildah from scratch)
buildah copy --quiet "$base" "$work/root" / >/dev/null
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$base"
buildah commit --quiet --rm "$base" lf-stand-in >/dev/null
buildah bud --quiet --network host --build-arg NODE_IMAGE=localhost/lf-stand-in \
  --build-arg BASE=localhost/lf-stand-in -t "$name" "$here"
