"""What the transform promises, in plain Python: slow, and nothing of the code under test."""


def expected_rows(rows: list[tuple], flow: str) -> list[tuple]:
    if flow == "intent":
        kept = [(session, kind, action or "", time) for session, kind, action, _, time in rows]
    else:
        kept = [(session, sku, time) for session, _, _, sku, time in rows if sku is not None]
    # sorted() keeps the order of equal keys, which is the file's
    return sorted(kept, key=lambda row: (row[0].encode(), row[-1]))


def read_rows(path) -> list[tuple]:
    import pyarrow.parquet as pq

    return [tuple(row.values()) for row in pq.read_table(path).to_pylist()]
