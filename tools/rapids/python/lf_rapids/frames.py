"""
What pandas and cuDF do under different names. All else is written once, in the calls that both have.

Texts compare by their UTF-8 bytes in both, as in DuckDB.
"""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lf_rapids.errors import RapidsError
from lf_rapids.places import storage_faults
from lf_rapids.source import COLUMNS, Block, Source

# Place of a row in the uploaded file: it decides between equal times.
FILE_ROW = "file_row"


class PandasFrames:
    name = "pandas"

    def __init__(self):
        import pandas

        self.library = pandas

    def read_columns(self, source: Source, row_groups: tuple[int, ...], columns: list[str]):
        with source.place.file_system().open(source.place.path, "rb") as stream:
            table = pq.ParquetFile(stream).read_row_groups(list(row_groups), columns=columns)
        return table.to_pandas()

    def from_arrow(self, table: pa.Table):
        return table.to_pandas()

    def to_arrow(self, frame) -> pa.Table:
        return pa.Table.from_pandas(frame, preserve_index=False)

    def to_host(self, series):
        return series

    def distinct(self, series) -> list[str]:
        return list(series.dropna().unique())


class CudfFrames:
    name = "cudf"

    def __init__(self):
        try:
            import cudf
        except ImportError as error:
            raise RapidsError(
                "no_cudf",
                f"Loading cuDF: {error}. Run it in RAPIDS_IMAGE on a machine with an NVIDIA GPU, or use --backend pandas.",
            ) from error
        except Exception as error:  # without a driver or a GPU, the CUDA runtime's own error comes
            raise RapidsError(
                "no_gpu",
                f"Loading cuDF: {error}. It needs an NVIDIA GPU and its driver; in a container: docker run --gpus all.",
            ) from error
        self.library = cudf

    def read_columns(self, source: Source, row_groups: tuple[int, ...], columns: list[str]):
        place = source.place
        url = place.path if place.scheme == "file" else place.url
        return self.library.read_parquet(
            url, columns=columns, row_groups=list(row_groups), storage_options=place.storage_options or None
        )

    def from_arrow(self, table: pa.Table):
        return self.library.DataFrame.from_arrow(table)

    def to_arrow(self, frame) -> pa.Table:
        return frame.to_arrow(preserve_index=False)

    def to_host(self, series):
        return series.to_pandas()

    def distinct(self, series) -> list[str]:
        return series.dropna().unique().to_arrow().to_pylist()


def load_frames(name: str) -> PandasFrames | CudfFrames:
    return CudfFrames() if name == "cudf" else PandasFrames()


def read_block(frames, source: Source, block: Block, columns: list[str]):
    """The rows of a block, with their places in the file."""
    if block.row_groups:
        with storage_faults("Reading", source.place):
            frame = frames.read_columns(source, block.row_groups, columns)
    else:
        frame = empty_frame(frames, columns)
    return frame.assign(**{FILE_ROW: np.arange(block.first_row, block.first_row + block.rows, dtype="int64")})


def empty_frame(frames, columns: list[str]):
    types = {"string": pa.string(), "int64": pa.int64()}
    schema = pa.schema([(name, types[COLUMNS[name]]) for name in columns])
    return frames.from_arrow(schema.empty_table())
