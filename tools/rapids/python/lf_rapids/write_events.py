"""Writes sorted partitions, one after the other, as the one Parquet file that the next steps read."""

import hashlib
import os
from dataclasses import dataclass
from typing import Iterable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lf_rapids.errors import LongSessionsError, RapidsError
from lf_rapids.events import Rules, table_schema
from lf_rapids.frames import FILE_ROW
from lf_rapids.partition import SESSION, TIME, LongSessions, Partition
from lf_rapids.places import Place, written_aside

# As DuckDB writes them.
ROW_GROUP_ROWS = 122_880
ZSTD_LEVEL = 3


@dataclass(frozen=True)
class Written:
    rows: int
    dropped_sessions: int
    dropped_rows: int
    bytes: int
    sha256: str


def write_events(target: Place, flow: str, rules: Rules, partitions: Iterable[Partition]) -> Written:
    """
    The file appears as a whole after the last partition.

    Whatever sorted the rows, they are checked here to ascend by session, time and place in the file, which also shows
    that none comes twice: a fault of a back end stops the flow instead of spoiling a model.

    Raises LongSessionsError if the rules say so, after all partitions were counted.
    """
    schema = table_schema(flow)
    long, rows, last = LongSessions(), 0, None
    with written_aside(target) as path:
        writer = pq.ParquetWriter(
            path, schema, compression="zstd", compression_level=ZSTD_LEVEL, store_schema=False
        )
        with writer:
            for partition in partitions:
                long += partition.long
                table = partition.table
                if table is None or len(table) == 0:
                    continue
                last = check_order(table, last)
                rows += len(table)
                writer.write_table(table.select(schema.names).cast(schema), row_group_size=ROW_GROUP_ROWS)
        if long.sessions > 0 and rules.long_sessions == "error":
            raise LongSessionsError(list(long.longest), long.sessions, rules.max_session_events)
        with open(path, "rb") as written:
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        size = os.path.getsize(path)
    return Written(rows, long.sessions, long.events, size, sha256)


def check_order(table: pa.Table, last: tuple | None) -> tuple:
    """Returns the key of the last row."""

    def key(index: int) -> tuple:
        session, time, row = (table[name][index].as_py() for name in (SESSION, TIME, FILE_ROW))
        return session.encode(), time, row

    ascends = last is None or last < key(0)
    if ascends and len(table) > 1:
        ascends = pc.all(rows_ascend(table)).as_py()
    if not ascends:
        raise RapidsError(
            "out_of_order",
            "Writing the events: the back end handed over rows out of order. That is a fault of this program or of the "
            "back end; please report it. --backend pandas or the DuckDB engine gives the table meanwhile.",
        )
    return key(len(table) - 1)


def rows_ascend(table: pa.Table) -> pa.ChunkedArray:
    """Whether each row but the first comes after the one before it."""
    ascends = None
    # From the least key to the greatest: less, or equal and the rest ascends
    for name in (FILE_ROW, TIME, SESSION):
        before, after = table[name].slice(0, len(table) - 1), table[name].slice(1)
        less = pc.less(before, after)
        ascends = less if ascends is None else pc.or_(less, pc.and_(pc.equal(before, after), ascends))
    return ascends
