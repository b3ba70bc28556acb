"""The stored browsing table: found by a data set's manifest, checked, and cut into blocks of rows."""

import hashlib
import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from lf_rapids.errors import RapidsError
from lf_rapids.places import Place, read_json, storage_faults

# Of @lf/dataset; a manifest of another version may mean other tables.
MANIFEST_VERSION = 2
TABLE = "browsing_train"

COLUMNS = {
    "session_id_hash": "string",
    "event_type": "string",
    "product_action": "string",
    "product_sku_hash": "string",
    "server_timestamp_epoch_ms": "int64",
}

DIGEST_CHUNK_BYTES = 8 * 2**20


@dataclass(frozen=True)
class Block:
    """Row groups that follow each other in the file."""

    first_row: int
    rows: int
    row_groups: tuple[int, ...]


@dataclass(frozen=True)
class Source:
    place: Place
    rows: int
    row_group_rows: tuple[int, ...]

    def blocks(self, rows_per_block: int) -> list[Block]:
        """At least one block, each of at most so many rows, or of one row group that is larger."""
        blocks, first, groups, rows = [], 0, [], 0
        for group, group_rows in enumerate(self.row_group_rows):
            if groups and rows + group_rows > rows_per_block:
                blocks.append(Block(first, rows, tuple(groups)))
                first, groups, rows = first + rows, [], 0
            groups.append(group)
            rows += group_rows
        return [*blocks, Block(first, rows, tuple(groups))]


def open_dataset(dataset: Place, check_digest: bool) -> Source:
    """The browsing table that the manifest of a data set names, if it has the bytes that the manifest tells."""
    place = dataset if dataset.path.endswith("/manifest.json") else dataset.join("manifest.json")
    entry, file_name = browsing_entry(read_json(place), place)
    folder = Place(place.scheme, place.path.rpartition("/")[0], place.s3_endpoint)
    table = folder.join(file_name)
    check_bytes(table, entry["parquet"], check_digest)
    source = open_table(table)
    if source.rows != entry["rows"]:
        raise damaged(table, f"{source.rows} rows instead of {entry['rows']}")
    return source


def browsing_entry(manifest: object, place: Place) -> tuple[dict, str]:
    def invalid(reason: str) -> RapidsError:
        return RapidsError(
            "invalid_manifest",
            f"Reading {place.url}: {reason}. Upload the data set again: npx nx run pipeline:upload",
        )

    if not isinstance(manifest, dict) or not isinstance(manifest.get("tables"), list):
        raise invalid("expected the manifest of a data set, got other JSON")
    if manifest.get("version") != MANIFEST_VERSION:
        raise invalid(f"expected version {MANIFEST_VERSION}, got {manifest.get('version')!r}")
    for entry in manifest["tables"]:
        if not isinstance(entry, dict) or entry.get("name") != TABLE:
            continue
        parquet = entry.get("parquet")
        if (
            not isinstance(parquet, dict)
            or not isinstance(parquet.get("bytes"), int)
            or not isinstance(entry.get("rows"), int)
            # It becomes part of a path
            or not re.fullmatch("[0-9a-f]{64}", str(parquet.get("sha256")))
        ):
            raise invalid(f"expected rows, bytes and SHA-256 of {TABLE}, got {entry!r}")
        return entry, f"{TABLE}-{parquet['sha256']}.parquet"
    raise invalid(f"it has no table {TABLE}")


def check_bytes(table: Place, expected: dict, check_digest: bool) -> None:
    fs = table.file_system()
    with storage_faults("Reading", table):
        size = fs.info(table.path)["size"]
        if size != expected["bytes"]:
            raise damaged(table, f"{size} bytes instead of {expected['bytes']}")
        if not check_digest:
            return
        digest = hashlib.sha256()
        with fs.open(table.path, "rb") as stream:
            while chunk := stream.read(DIGEST_CHUNK_BYTES):
                digest.update(chunk)
    if digest.hexdigest() != expected["sha256"]:
        raise damaged(table, "other bytes of the same size")


def damaged(table: Place, found: str) -> RapidsError:
    return RapidsError(
        "table_damaged",
        f"Reading {table.url}: it is not what its manifest says: {found}. Upload the data set again.",
    )


def open_table(table: Place) -> Source:
    """A browsing table as @lf/dataset stores it; only its footer is read."""
    with storage_faults("Reading", table):
        with table.file_system().open(table.path, "rb") as stream:
            try:
                file = pq.ParquetFile(stream)
            except pa.ArrowInvalid as error:
                raise RapidsError(
                    "not_parquet", f"Reading {table.url}: expected a Parquet file, got other bytes ({error})."
                ) from error
            metadata, schema = file.metadata, file.schema_arrow
    wrong = [
        f"  {name}: expected {kind}, got {found_type(schema, name)}"
        for name, kind in COLUMNS.items()
        if found_type(schema, name) != kind
    ]
    if wrong:
        raise RapidsError(
            "wrong_columns",
            "\n".join([f"Reading {table.url}: it is no browsing table of @lf/dataset:", *wrong, "Upload the CSV file again."]),
        )
    row_groups = tuple(metadata.row_group(index).num_rows for index in range(metadata.num_row_groups))
    return Source(table, metadata.num_rows, row_groups)


def found_type(schema: pa.Schema, name: str) -> str:
    index = schema.get_field_index(name)
    if index < 0:
        return "no such column"
    found = schema.field(index).type
    return "string" if pa.types.is_string(found) or pa.types.is_large_string(found) else str(found)
