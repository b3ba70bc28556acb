"""Trains gensim's Word2Vec on a file of sessions (items by spaces, a session a line); prints one JSON line.

usage: word2vec.py SESSIONS THREADS EPOCHS SEED [MIN_COUNT SIZE WINDOW NS_EXPONENT VECTORS]

Sessions are in memory before the clock starts, as a user's are; it stops before vectors are written: the items of
the vocabulary as uint32, then their vectors as float32, to VECTORS.items and VECTORS.vectors.
"""

import json
import resource
import sys
import time

import numpy as np
from gensim.models import Word2Vec

sessions_file, threads, epochs, seed = sys.argv[1], *map(int, sys.argv[2:5])
min_count, size, window = map(int, sys.argv[5:8] or (3, 48, 5))
ns_exponent = float(sys.argv[8]) if len(sys.argv) > 8 else 0.75
with open(sessions_file) as lines:
    sessions = [line.split() for line in lines]
words = sum(map(len, sessions))

model = Word2Vec(
    vector_size=size,
    window=window,
    min_count=min_count,
    ns_exponent=ns_exponent,
    workers=threads,
    seed=seed,
)
began = time.perf_counter()
model.build_vocab(sessions)
trained = time.perf_counter()
model.train(sessions, total_examples=len(sessions), epochs=epochs)
ended = time.perf_counter()
if len(sys.argv) > 9:
    items = np.array(model.wv.index_to_key, dtype=np.uint32)
    items.tofile(sys.argv[9] + ".items")
    model.wv.vectors.astype(np.float32).tofile(sys.argv[9] + ".vectors")
figures = {
    "words": words,
    "prepareSeconds": trained - began,
    "trainSeconds": ended - trained,
    "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}
print(json.dumps(figures))
