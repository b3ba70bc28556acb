"""LightGBM's side: intent_trees.py PREFIXES TIMES TEST_ROWS PROBABILITIES, one model for each k.

TEST_ROWS holds a byte a row of the prefixes, 1 where it is for the test. PROBABILITIES is written: a float32 a row, NaN
for those of the training.
"""

import sys

import lightgbm as lgb
import numpy as np
import pandas as pd

CUT = "events_after_first_add"
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.04,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}
TREES = 150

prefixes_path, times_path, test_path, probabilities_path = sys.argv[1:]
rows = pd.read_csv(prefixes_path)
times = pd.read_csv(times_path)
known = rows.merge(times, on=["session_key", CUT], how="left", validate="one_to_one")
is_test = np.fromfile(test_path, dtype=np.uint8) == 1
features = known[times.columns.drop(["session_key", CUT])].assign(
    events=known.symbols.str.len(),
    adds=known.symbols.str.count("A"),
    views=known.symbols.str.count("V"),
)
probabilities = np.full(len(known), np.nan, dtype=np.float32)
for cut in sorted(known[CUT].unique()):
    at_cut = (known[CUT] == cut).to_numpy()
    train = at_cut & ~is_test
    test = at_cut & is_test
    model = lgb.train(PARAMETERS, lgb.Dataset(features[train], known.label[train]), TREES)
    probabilities[test] = model.predict(features[test])
probabilities.tofile(probabilities_path)
