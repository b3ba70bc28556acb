#!/usr/bin/env bash
# Makes the image localhost/lf-stand-in by buildah, as root, unless it is there: what stands in for node:24-bookworm-slim
# where no image can be pulled. Debian by debootstrap, Node and npm of npm, and the certificates that this machine trusts.
# Needs buildah and debootstrap (apt-get install buildah debootstrap).
set -euo pipefail
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
if buildah inspect --type image localhost/lf-stand-in >/dev/null 2>&1; then exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1)
debootstrap --variant=minbase bookworm "$work/root" "$mirror" >"$work/log" || { tail "$work/log" >&2; exit 1; }
rm -rf "$work"/root/var/cache/apt/archives/*.deb
package=$(node -p '`node-${process.platform}-${process.arch}`')
npm install --prefix "$work/node" --no-save --silent --ignore-scripts "$package@24"
install -m 755 "$work/node/node_modules/$package/bin/node" "$work/root/usr/local/bin/node"
mkdir -p "$work/root/usr/local/lib/node_modules"
cp -r "$(npm root --global)/npm" "$work/root/usr/local/lib/node_modules/npm"
for name in npm npx; do
  ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$work/root/usr/local/bin/$name"
done
chroot "$work/root" useradd -u 1000 node

base=$(buildah from scratch)
buildah copy --quiet "$base" "$work/root" / >/dev/null
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$base"
certificates=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
if [ -f "$certificates" ]; then
  inside=/usr/local/share/trusted-here.pem
  buildah copy --quiet "$base" "$certificates" "$inside" >/dev/null
  buildah config --env NODE_EXTRA_CA_CERTS="$inside" --env PIP_CERT="$inside" "$base"
fi
buildah commit --quiet --rm "$base" lf-stand-in >/dev/null
