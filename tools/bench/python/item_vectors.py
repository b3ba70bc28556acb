"""gensim's Word2Vec on a file of sessions (items by spaces, a session a line); prints one JSON line with its figures.

usage: item_vectors.py SESSIONS cbow|skip-gram SIZE EPOCHS SEED

Sessions are in memory before the clock starts, as a user's are.
"""

import os
import sys

import gensim
from gensim.models import Word2Vec
from outcome import tell_outcome

path, algorithm = sys.argv[1:3]
size, epochs, seed = map(int, sys.argv[3:6])
with open(path) as lines:
    sessions = [line.split() for line in lines]


def train():
    model = Word2Vec(
        vector_size=size,
        window=5,
        min_count=3,
        sg=int(algorithm == "skip-gram"),
        workers=len(os.sched_getaffinity(0)),
        seed=seed,
    )
    model.build_vocab(sessions)
    model.train(sessions, total_examples=len(sessions), epochs=epochs)
    return sum(map(len, sessions))


tell_outcome(train, f"gensim {gensim.__version__}")
