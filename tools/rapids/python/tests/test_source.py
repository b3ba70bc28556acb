"""What is read is what the manifest names."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import write_dataset, write_table
from lf_rapids.errors import RapidsError
from lf_rapids.places import open_place
from lf_rapids.source import Block, open_dataset, open_table


def code_of(call) -> str:
    with pytest.raises(RapidsError) as caught:
        call()
    return caught.value.code


def test_the_manifest_or_its_folder_may_be_named(tmp_path, rows):
    folder = write_dataset(tmp_path / "shop", rows)
    for url in (f"file://{folder}", f"file://{folder}/", f"file:{folder}/manifest.json"):
        assert open_dataset(open_place(url), True).rows == len(rows)


def test_blocks_follow_each_other_and_miss_nothing(tmp_path, rows):
    source = open_table(open_place(f"file://{write_table(tmp_path / 't', rows * 4, row_group_size=3)}"))
    assert source.blocks(7) == [Block(0, 6, (0, 1)), Block(6, 6, (2, 3)), Block(12, 6, (4, 5)), Block(18, 2, (6,))]
    assert source.blocks(1)[0] == Block(0, 3, (0,))


def test_a_table_without_rows_has_one_empty_block(tmp_path):
    source = open_table(open_place(f"file://{write_table(tmp_path / 't', [])}"))
    assert [block.rows for block in source.blocks(10)] == [0]


def test_damage_is_found(tmp_path, rows):
    folder = write_dataset(tmp_path, rows)
    [table] = folder.glob("*.parquet")
    content = bytearray(table.read_bytes())
    content[20] ^= 1
    table.write_bytes(content)
    place = open_place(f"file://{folder}")
    assert code_of(lambda: open_dataset(place, True)) == "table_damaged"
    table.write_bytes(content[:-1])
    assert code_of(lambda: open_dataset(place, False)) == "table_damaged"
    table.unlink()
    assert code_of(lambda: open_dataset(place, True)) == "not_found"


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest.update(version=1),
        lambda manifest: manifest.update(tables=[]),
        lambda manifest: manifest.update(tables=None),
        lambda manifest: manifest["tables"][0].update(parquet={"bytes": 1, "sha256": "../../other"}),
        lambda manifest: manifest["tables"][0].pop("rows"),
    ],
)
def test_other_manifests_are_refused(tmp_path, rows, change):
    path = write_dataset(tmp_path, rows) / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
    assert code_of(lambda: open_dataset(open_place(f"file://{tmp_path}"), True)) == "invalid_manifest"


def test_what_is_no_manifest_is_refused(tmp_path):
    place = open_place(f"file://{tmp_path}")
    assert code_of(lambda: open_dataset(place, True)) == "not_found"
    (tmp_path / "manifest.json").write_text("no JSON")
    assert code_of(lambda: open_dataset(place, True)) == "invalid_manifest"


def test_what_is_no_browsing_table_is_refused(tmp_path):
    place = open_place(f"file://{tmp_path}/t")
    (tmp_path / "t").write_text("no Parquet")
    assert code_of(lambda: open_table(place)) == "not_parquet"
    pq.write_table(pa.table({"session_id_hash": [1], "event_type": ["pageview"]}), tmp_path / "t")
    with pytest.raises(RapidsError) as caught:
        open_table(place)
    assert "session_id_hash: expected string, got int64" in caught.value.message
    assert "product_action: expected string, got no such column" in caught.value.message


@pytest.mark.parametrize("url", ["", "file:", "file:///", "s3://bucket", "s3://", "http://host/x", "/tmp/x", "s3:bucket/x"])
def test_other_urls_are_refused(url):
    assert code_of(lambda: open_place(url)) == "invalid_url"


def test_a_file_url_may_hold_escapes():
    assert open_place("file:///a%20b/c").path == "/a b/c"
