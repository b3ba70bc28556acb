import json
import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

SCHEMA = pa.schema(
    [
        ("session_id_hash", pa.string()),
        ("event_type", pa.string()),
        ("product_action", pa.string()),
        ("product_sku_hash", pa.string()),
        ("server_timestamp_epoch_ms", pa.int64()),
        ("hashed_url", pa.string()),
    ]
)


def write_table(path: Path, rows: list[tuple], row_group_size: int = 7) -> Path:
    """Rows of (session, type, action, sku, time), as @lf/dataset stores them."""
    columns = [list(column) for column in zip(*rows)] if rows else [[] for _ in range(5)]
    columns.append([f"url {index}" for index in range(len(rows))])
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA)]
    pq.write_table(pa.table(arrays, schema=SCHEMA), path, row_group_size=row_group_size)
    return path


def write_dataset(folder: Path, rows: list[tuple]) -> Path:
    """A data set of @lf/dataset: the table, named by its digest, and the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    table = write_table(folder / "aside.parquet", rows)
    content = table.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    table.rename(folder / f"browsing_train-{sha256}.parquet")
    entry = {
        "name": "browsing_train",
        "rows": len(rows),
        "duplicatesDropped": 0,
        "columns": [],
        "source": {"bytes": 1, "sha256": sha256},
        "parquet": {"bytes": len(content), "sha256": sha256},
    }
    manifest = {"version": 2, "name": "shop", "duplicates": "error", "tables": [entry]}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def rows() -> list[tuple]:
    return [
        ("b", "pageview", None, None, 3),
        ("a", "event_product", "add", "1", 2),
        ("b", "event_product", "detail", "01", 3),
        ("a", "event_product", "detail", "001", 2),
        ("a", "pageview", None, None, 1),
    ]


@pytest.fixture(scope="session")
def client():
    """Workers in threads: as fast as can be; whole processes are tried by the command line's tests."""
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        with distributed.Client(cluster) as client:
            yield client
