"""One stage of the data's journey by a peer, as its users would write it; prints one JSON line with its figures.

usage: tables.py pandas|polars|duckdb|rows upload|transform|sessions SOURCE TARGET
"""

import sys

import numpy as np
from outcome import tell_outcome

INTENT_COLUMNS = ["session_id_hash", "event_type", "product_action", "server_timestamp_epoch_ms"]
CODES = {"add": 2, "remove": 3, "purchase": 4, "detail": 5, "": 6}
ORDER = ["session_id_hash", "server_timestamp_epoch_ms"]


def flat_sessions(target, starts_here, start_ms, codes):
    """Sorted events, marked where a session begins -> flat arrays, sessions in order of their start."""
    first = np.flatnonzero(starts_here)
    lengths = np.diff(np.r_[first, len(codes)])
    starts = start_ms[first]
    order = np.argsort(starts, kind="stable")
    offsets = np.r_[0, np.cumsum(lengths[order])].astype(np.uint32)
    positions = np.repeat(first[order] - offsets[:-1], lengths[order]) + np.arange(len(codes))
    np.savez(target, offsets=offsets, actions=codes[positions], start_ms=starts[order])
    return len(order)


class Pandas:
    TYPES = {
        "session_id_hash": "string[pyarrow]",
        "event_type": "string[pyarrow]",
        "product_action": "string[pyarrow]",
        "product_sku_hash": "string[pyarrow]",
        "server_timestamp_epoch_ms": "int64",
        "hashed_url": "string[pyarrow]",
    }

    def __init__(self):
        import pandas

        self.library, self.version = pandas, f"pandas {pandas.__version__}"

    def upload(self, source, target):
        """With the check for repeated rows that our upload makes too."""
        frame = self.library.read_csv(source, dtype=self.TYPES, engine="pyarrow")
        repeated = int(frame.duplicated().sum())
        if repeated:
            raise SystemExit(f"{repeated} repeated rows")
        frame.to_parquet(target, compression="zstd", index=False)
        return len(frame)

    def transform(self, source, target):
        frame = self.library.read_parquet(source, columns=INTENT_COLUMNS, dtype_backend="pyarrow")
        frame["product_action"] = frame["product_action"].fillna("")
        frame = frame.sort_values(ORDER, kind="stable")
        frame.to_parquet(target, compression="zstd", index=False)
        return len(frame)

    def sessions(self, source, target):
        frame = self.library.read_parquet(source, dtype_backend="pyarrow")
        session = self.library.factorize(frame["session_id_hash"])[0]
        codes = frame["product_action"].map(CODES).to_numpy(dtype=np.uint8)
        times = frame["server_timestamp_epoch_ms"].to_numpy(dtype=np.int64)
        return flat_sessions(target, np.r_[True, session[1:] != session[:-1]], times, codes)


class Rows(Pandas):
    """As the original flow reads sessions: a loop over the rows of a frame."""

    def sessions(self, source, target):
        frame = self.library.read_parquet(source)
        sessions, current, last = [], [], None
        for _, row in frame.iterrows():
            if row["session_id_hash"] != last:
                current = []
                sessions.append((row["server_timestamp_epoch_ms"], current))
                last = row["session_id_hash"]
            current.append(CODES[row["product_action"]])
        sessions.sort(key=lambda session: session[0])
        lengths = [len(actions) for _, actions in sessions]
        np.savez(
            target,
            offsets=np.r_[0, np.cumsum(lengths)].astype(np.uint32),
            actions=np.concatenate([np.array(actions, dtype=np.uint8) for _, actions in sessions]),
            start_ms=np.array([start for start, _ in sessions], dtype=np.int64),
        )
        return len(sessions)


class Polars:
    def __init__(self):
        import polars

        self.library, self.version = polars, f"polars {polars.__version__}"

    def upload(self, source, target):
        pl = self.library
        names = ["session_id_hash", "event_type", "product_action", "product_sku_hash", "hashed_url"]
        types = {name: pl.String for name in names} | {"server_timestamp_epoch_ms": pl.Int64}
        frame = pl.read_csv(source, schema_overrides=types)
        frame.write_parquet(target, compression="zstd")
        return frame.height

    def transform(self, source, target):
        pl = self.library
        frame = (
            pl.scan_parquet(source)
            .select(INTENT_COLUMNS)
            .with_columns(pl.col("product_action").fill_null(""))
            .sort(ORDER, maintain_order=True)
            .collect()
        )
        frame.write_parquet(target, compression="zstd")
        return frame.height

    def sessions(self, source, target):
        pl = self.library
        frame = pl.read_parquet(source).select(
            here=(pl.col("session_id_hash") != pl.col("session_id_hash").shift()).fill_null(True),
            codes=pl.col("product_action").replace_strict(CODES, return_dtype=pl.UInt8),
            times=pl.col("server_timestamp_epoch_ms"),
        )
        here, codes, times = (frame[name].to_numpy() for name in ("here", "codes", "times"))
        return flat_sessions(target, here, times, codes)


class DuckDb:
    def __init__(self):
        import duckdb

        self.library, self.version = duckdb, f"DuckDB {duckdb.__version__}"

    def upload(self, source, target):
        return self.copy(f"SELECT * FROM read_csv('{source}')", target)

    def transform(self, source, target):
        columns = "session_id_hash, event_type, coalesce(product_action, '') AS product_action, server_timestamp_epoch_ms"
        return self.copy(f"SELECT {columns} FROM '{source}' ORDER BY {', '.join(ORDER)}", target)

    def copy(self, query, target):
        copied = self.library.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return copied.fetchone()[0]

    def sessions(self, source, target):
        cases = " ".join(f"WHEN '{action}' THEN {code}" for action, code in CODES.items())
        arrays = self.library.sql(
            f"SELECT session_id_hash IS DISTINCT FROM lag(session_id_hash) OVER () AS here,"
            f" (CASE product_action {cases} END)::UTINYINT AS codes, server_timestamp_epoch_ms AS times FROM '{source}'"
        ).fetchnumpy()
        return flat_sessions(target, arrays["here"], arrays["times"], arrays["codes"])


if __name__ == "__main__":
    side, stage, source, target = sys.argv[1:]
    peer = {"pandas": Pandas, "polars": Polars, "duckdb": DuckDb, "rows": Rows}[side]()
    tell_outcome(lambda: getattr(peer, stage)(source, target), peer.version)
