"""One stage of the data's journey in pandas, as its users would write it; prints one JSON line with its figures.

usage: dataset.py upload|transform|sessions SOURCE TARGET
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

BROWSING_TYPES = {
    "session_id_hash": "string[pyarrow]",
    "event_type": "string[pyarrow]",
    "product_action": "string[pyarrow]",
    "product_sku_hash": "string[pyarrow]",
    "server_timestamp_epoch_ms": "int64",
    "hashed_url": "string[pyarrow]",
}
INTENT_COLUMNS = ["session_id_hash", "event_type", "product_action", "server_timestamp_epoch_ms"]
CODES = {"add": 2, "remove": 3, "purchase": 4, "detail": 5, "": 6}


def upload(source, target):
    """CSV -> zstd Parquet, after the check for repeated rows that our upload makes too."""
    frame = pd.read_csv(source, dtype=BROWSING_TYPES, engine="pyarrow")
    repeated = int(frame.duplicated().sum())
    if repeated:
        raise SystemExit(f"{repeated} repeated rows")
    frame.to_parquet(target, compression="zstd", index=False)
    return len(frame)


def transform(source, target):
    """The original's four columns, null action -> '', in order of session and time."""
    frame = pd.read_parquet(source, columns=INTENT_COLUMNS, dtype_backend="pyarrow")
    frame["product_action"] = frame["product_action"].fillna("")
    frame = frame.sort_values(["session_id_hash", "server_timestamp_epoch_ms"], kind="stable")
    frame.to_parquet(target, compression="zstd", index=False)
    return len(frame)


def sessions(source, target):
    """Offsets, action codes and start times as flat arrays, sessions in order of their start."""
    frame = pd.read_parquet(source, dtype_backend="pyarrow")
    session = pd.factorize(frame["session_id_hash"])[0]
    codes = frame["product_action"].map(CODES).to_numpy(dtype=np.uint8)
    first = np.flatnonzero(np.r_[True, session[1:] != session[:-1]])
    lengths = np.diff(np.r_[first, len(session)])
    starts = frame["server_timestamp_epoch_ms"].to_numpy(dtype=np.int64)[first]
    order = np.argsort(starts, kind="stable")
    offsets = np.r_[0, np.cumsum(lengths[order])].astype(np.uint32)
    positions = np.repeat(first[order] - offsets[:-1], lengths[order]) + np.arange(len(codes))
    np.savez(target, offsets=offsets, actions=codes[positions], start_ms=starts[order])
    return len(order)


if __name__ == "__main__":
    stage, source, target = sys.argv[1:]
    began = time.perf_counter()
    rows = {"upload": upload, "transform": transform, "sessions": sessions}[stage](source, target)
    seconds = time.perf_counter() - began
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"stage": stage, "rows": rows, "seconds": seconds, "peakBytes": peak_bytes}))
