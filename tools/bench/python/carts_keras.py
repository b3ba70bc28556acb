"""The original's intent model in Keras 3 on TensorFlow; prints one JSON line with its figures.

usage: carts_keras.py TRAIN VALIDATION EPOCHS SEED

Every row is padded to the longest of its part and masked, as the original does. Reading the rows does not count.
"""

import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from outcome import tell_outcome

START, END, SYMBOLS, MOST_EVENTS = 0, 1, 7, 200


def read_rows(path):
    raw = open(path, "rb").read()
    rows, events = np.frombuffer(raw, np.uint32, 2)
    words = np.frombuffer(raw, np.uint32, 2 * rows + 3)
    offsets, labels = words[2 : rows + 3], words[rows + 3 :]
    actions = np.frombuffer(raw, np.uint8, events, words.nbytes)
    kept = [
        [START, *actions[max(begin, end - MOST_EVENTS) : end], END] for begin, end in zip(offsets[:-1], offsets[1:])
    ]
    return kept, labels.astype(np.float32)


def one_hot(rows):
    x = np.zeros((len(rows), max(map(len, rows)), SYMBOLS), np.float32)
    for at, row in enumerate(rows):
        x[at, np.arange(len(row)), row] = 1
    return x


(train, train_y), (validation, validation_y) = map(read_rows, sys.argv[1:3])
epochs, seed = map(int, sys.argv[3:5])
keras.utils.set_random_seed(seed)
losses = []


def work():
    model = keras.Sequential(
        [
            keras.Input((None, SYMBOLS)),
            keras.layers.Masking(0.0),
            keras.layers.LSTM(48),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.Adam(1e-3), "binary_crossentropy")
    history = model.fit(
        one_hot(train),
        train_y,
        batch_size=128,
        epochs=epochs,
        validation_data=(one_hot(validation), validation_y),
        verbose=0,
    )
    losses.extend(history.history["val_loss"])
    return len(train)


tell_outcome(work, f"Keras {keras.__version__}", lambda: {"validation loss": min(losses)})
