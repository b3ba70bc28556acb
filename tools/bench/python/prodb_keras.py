"""prodb's model in Keras 3 on TensorFlow, as its users would write it; prints one JSON line with its figures.

usage: prodb_keras.py FOLDER
FOLDER is what tools/bench/src/prodb writes: task.json, initial weights, batches. The first pass over the batches is
without dropout and gives the losses to compare, the second one, with dropout, is timed.
"""

import json
import os
import pathlib
import resource
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

PAD, UNKNOWN, FIRST_ITEM = 0, 1, 2
# No exponential survives it: special tokens take no part in the softmax, as in ours.
IMPOSSIBLE = -1e9
WARM_STEPS = 3


class Positions(keras.layers.Layer):
    """Trainable position embedding, added."""

    def __init__(self, time, dimensions):
        super().__init__()
        self.table = self.add_weight(shape=(time, dimensions), name="positions")

    def call(self, x):
        return x + self.table


def build(task, rate):
    time_, d, tokens = task["time"], task["dimensions"], task["items"] + 3
    ids = keras.Input((time_,), dtype="int32")
    mask = keras.ops.expand_dims(keras.ops.not_equal(ids, PAD), 1)
    x = keras.layers.Embedding(tokens, d, name="embedding")(ids)
    x = Positions(time_, d)(x)
    for layer in range(task["layers"]):
        attention = keras.layers.MultiHeadAttention(task["heads"], d // task["heads"], name=f"attention{layer}")
        attended = attention(x, x, x, attention_mask=mask)
        attended = keras.layers.Dropout(rate)(attended)
        x = keras.layers.LayerNormalization(epsilon=1e-6, name=f"norm1_{layer}")(x + attended)
        fed = keras.layers.Dense(task["feedForward"], activation="relu", name=f"inner{layer}")(x)
        fed = keras.layers.Dense(d, name=f"outer{layer}")(fed)
        fed = keras.layers.Dropout(rate)(fed)
        x = keras.layers.LayerNormalization(epsilon=1e-6, name=f"norm2_{layer}")(x + fed)
    out = keras.layers.Dense(tokens, activation="softmax", name="output")(x)
    return keras.Model(ids, out)


def set_weights(model, task, arrays):
    d, heads, items = task["dimensions"], task["heads"], task["items"]
    embedding = np.zeros((items + 3, d), np.float32)
    embedding[FIRST_ITEM:] = arrays["embedding"]
    model.get_layer("embedding").set_weights([embedding])
    next(layer for layer in model.layers if isinstance(layer, Positions)).set_weights([arrays["positions"]])
    for layer in range(task["layers"]):
        part = lambda name: arrays[f"layers.{layer}.{name}"]
        kernels = np.split(part("attention.kernel"), 3, axis=1)
        biases = np.split(part("attention.bias"), 3)
        projections = []
        for kernel, bias in zip(kernels, biases):
            projections += [kernel.reshape(d, heads, d // heads), bias.reshape(heads, d // heads)]
        merge = part("merge.kernel").reshape(heads, d // heads, d)
        model.get_layer(f"attention{layer}").set_weights([*projections, merge, part("merge.bias")])
        for ours, theirs in (("norm1", f"norm1_{layer}"), ("norm2", f"norm2_{layer}")):
            model.get_layer(theirs).set_weights([part(f"{ours}.gamma"), part(f"{ours}.beta")])
        for name in ("inner", "outer"):
            model.get_layer(f"{name}{layer}").set_weights([part(f"{name}.kernel"), part(f"{name}.bias")])
    output = np.zeros((d, items + 3), np.float32)
    output[:, FIRST_ITEM:-1] = arrays["output"].T
    bias = np.full(items + 3, IMPOSSIBLE, np.float32)
    bias[FIRST_ITEM:-1] = arrays["bias"]
    model.get_layer("output").set_weights([output, bias])


def step_of(model, learning_rate):
    optimizer = keras.optimizers.Adam(learning_rate)
    loss_of = keras.losses.SparseCategoricalCrossentropy(reduction="sum")

    @tf.function
    def step(ids, targets, weights):
        with tf.GradientTape() as tape:
            loss = loss_of(targets, model(ids, training=True), sample_weight=weights) / tf.reduce_sum(weights)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return step


def main(folder):
    task = json.loads((folder / "task.json").read_text())
    shape = (task["steps"], task["batch"], task["time"])
    tokens = np.fromfile(folder / "tokens.bin", np.int32).reshape(shape)
    targets = np.fromfile(folder / "targets.bin", np.int32).reshape(shape)
    arrays = {name: np.fromfile(folder / f"{name}.bin", np.float32).reshape(axes) for name, axes in task["weights"].items()}
    batches = [
        tuple(
            tf.constant(array)
            for array in (
                np.where(ids < 0, PAD, ids + FIRST_ITEM),
                np.where(asked < 0, FIRST_ITEM, asked + FIRST_ITEM),
                (asked >= 0).astype(np.float32),
            )
        )
        for ids, asked in zip(tokens, targets)
    ]

    plain = build(task, 0.0)
    set_weights(plain, task, arrays)
    step = step_of(plain, task["learningRate"])
    losses = [float(step(*batch)) for batch in batches]

    model = build(task, task["dropout"])
    set_weights(model, task, arrays)
    step = step_of(model, task["learningRate"])
    seconds = []
    for batch in batches:
        began = time.perf_counter()
        float(step(*batch))
        seconds.append(time.perf_counter() - began)
    timed = seconds[WARM_STEPS:]
    median = statistics.median(timed)
    steps = -(-task["sessions"] // task["batch"])
    print(
        json.dumps(
            {
                "losses": losses,
                "epochSeconds": median * steps,
                "measured": f"{median * 1000:.0f} ms a step, median of {len(timed)}, times {steps} steps",
                "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
