#!/usr/bin/env bash
# Puts tfjs-node (or tfjs-node-gpu) and TensorFlow's C library into FOLDER/node_modules, for NODE_PATH; done already when
# nothing changed. Their own install script would download libtensorflow from storage.googleapis.com: here it comes out
# of TensorFlow's wheel on PyPI, which for gpu is the build for CUDA 12.5 and cuDNN 9, and the addon is compiled by the
# package's own node-gyp script. Needs python3 with pip, make and g++, and Node's headers (Node's archives and images
# have them; without them NODE_DIR names a folder with include/node, or they are downloaded from nodejs.org).
# usage: install-tensorflow.sh cpu|gpu FOLDER
set -euo pipefail

TFJS=4.22.0
TENSORFLOW=2.21.0
# Any version of Python will do: nothing of the wheel runs
PYTHON=3.11

kind=$1
case $kind in
  cpu) package=@tensorflow/tfjs-node wheel=tensorflow-cpu ;;
  gpu) package=@tensorflow/tfjs-node-gpu wheel=tensorflow ;;
  *) echo "install-tensorflow.sh: expected cpu or gpu, got $kind" >&2; exit 2 ;;
esac
mkdir -p "$2"
cd "$2"
wanted="$package $TFJS, $wheel $TENSORFLOW"
if [ "$(cat installed.txt 2>/dev/null)" = "$wanted" ]; then exit 0; fi
for tool in python3 make g++; do
  if ! command -v "$tool" >/dev/null; then
    echo "install-tensorflow.sh: $tool is not here: install it (Debian: apt-get install python3-pip make g++)" >&2
    exit 1
  fi
done
rm -rf node_modules wheel installed.txt
trap 'rm -rf "$PWD/wheel"' EXIT

echo "Installing $wanted"
echo '{ "private": true }' >package.json
# The wheel comes while npm works
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --python-version "$PYTHON" \
  --implementation cp --platform manylinux_2_27_x86_64 --dest wheel "$wheel==$TENSORFLOW" &
download=$!
npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error "$package@$TFJS" >/dev/null
wait "$download"

home=$PWD/node_modules/$package
mkdir -p "$home/deps/lib"
python3 - wheel/*.whl "$home/deps" <<'PYTHON'
import pathlib, shutil, sys, zipfile

wheel, deps = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2])
HEADERS = ('tensorflow/c/', 'tensorflow/core/platform/', 'xla/tsl/', 'tsl/')
for name in wheel.namelist():
    path = name.removeprefix('tensorflow/')
    if path.startswith('libtensorflow'):
        target = deps / 'lib' / path
    elif path.startswith(tuple('include/' + folder for folder in HEADERS)) and path.endswith('.h'):
        target = deps / path
    else:
        continue
    target.parent.mkdir(parents=True, exist_ok=True)
    with wheel.open(name) as source, open(target, 'wb') as copy:
        shutil.copyfileobj(source, copy, 2**20)
PYTHON
rm -rf wheel
# The C API is in what the wheel calls _cc
ln -s libtensorflow_cc.so.2 "$home/deps/lib/libtensorflow.so"
ln -s libtensorflow_framework.so.2 "$home/deps/lib/libtensorflow_framework.so"

node_dir=${NODE_DIR:-$(node -p 'require("path").resolve(process.execPath, "../..")')}
[ -e "$node_dir/include/node/node_api.h" ] && headers=(--nodedir="$node_dir") || headers=()
if ! (cd "$home" && PATH="$PWD/../../.bin:$PATH" node-pre-gyp install --build-from-source "${headers[@]}") >build.log 2>&1; then
  tail -n 40 build.log >&2
  echo "install-tensorflow.sh: the addon of $package was not compiled: see build.log in $2" >&2
  exit 1
fi
rm -rf "$home/build" "$home/deps/include"
echo "$wanted" >installed.txt
