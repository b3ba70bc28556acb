#!/usr/bin/env bash
# Makes tools/bench/.venv/keras with TensorFlow and Keras, apart from the other peers: it takes 2 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv .venv/keras
.venv/keras/bin/pip install --quiet --disable-pip-version-check --requirement python/requirements-keras.txt
.venv/keras/bin/python -c 'import keras, tensorflow; print("keras", keras.__version__, "tensorflow", tensorflow.__version__)'
