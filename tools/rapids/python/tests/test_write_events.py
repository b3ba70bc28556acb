"""The writer does not trust who sorted the rows."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lf_rapids.errors import RapidsError
from lf_rapids.events import Rules
from lf_rapids.partition import LongSessions, Partition
from lf_rapids.places import open_place
from lf_rapids.write_events import write_events


def partition(*rows):
    session, sku, time, row = zip(*rows)
    table = pa.table(
        {"session_id_hash": session, "product_sku_hash": sku, "server_timestamp_epoch_ms": time, "file_row": row}
    )
    return Partition(table, LongSessions())


@pytest.mark.parametrize(
    "partitions",
    [
        pytest.param([[("b", "1", 1, 0), ("a", "1", 1, 1)]], id="sessions"),
        pytest.param([[("a", "1", 2, 0), ("a", "1", 1, 1)]], id="times"),
        pytest.param([[("a", "1", 1, 1), ("a", "1", 1, 0)]], id="rows of equal time"),
        pytest.param([[("a", "1", 1, 0), ("a", "1", 1, 0)]], id="a row twice"),
        pytest.param([[("b", "1", 1, 0)], [("a", "1", 1, 1)]], id="partitions"),
        pytest.param([[("\U0001f6d2", "1", 1, 0)], [("\uffee", "1", 1, 1)]], id="order of UTF-16"),
    ],
)
def test_rows_out_of_order_are_refused(tmp_path, partitions):
    target = open_place(f"file://{tmp_path}/out.parquet")
    with pytest.raises(RapidsError) as caught:
        write_events(target, "rec", Rules(), [partition(*rows) for rows in partitions])
    assert caught.value.code == "out_of_order"
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_rows_has_its_columns(tmp_path):
    target = open_place(f"file://{tmp_path}/out.parquet")
    assert write_events(target, "intent", Rules(), []).rows == 0
    assert pq.read_table(target.path).schema == pa.schema(
        [
            ("session_id_hash", pa.string()),
            ("event_type", pa.string()),
            ("product_action", pa.string()),
            ("server_timestamp_epoch_ms", pa.int64()),
        ]
    )


def test_an_error_leaves_the_file_of_before(tmp_path):
    target = open_place(f"file://{tmp_path}/out.parquet")
    write_events(target, "rec", Rules(), [partition(("a", "1", 1, 0))])
    before = (tmp_path / "out.parquet").read_bytes()

    def fail():
        yield partition(("a", "2", 1, 0))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_events(target, "rec", Rules(), fail())
    assert (tmp_path / "out.parquet").read_bytes() == before
    assert list(tmp_path.iterdir()) == [tmp_path / "out.parquet"]


def test_what_was_written_is_told(tmp_path):
    import hashlib

    target = open_place(f"file://{tmp_path}/out.parquet")
    written = write_events(target, "rec", Rules(), [partition(("a", "1", 1, 0)), partition(("b", "1", 1, 1))])
    content = (tmp_path / "out.parquet").read_bytes()
    assert (written.rows, written.bytes, written.sha256) == (2, len(content), hashlib.sha256(content).hexdigest())
