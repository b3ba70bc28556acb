"""The whole table in one process: pandas, or cuDF on one GPU."""

from typing import Iterator

from lf_rapids.events import FLOWS, Rules, select_events
from lf_rapids.frames import load_frames, read_block
from lf_rapids.partition import Partition, finish_partition
from lf_rapids.progress import Progress
from lf_rapids.source import Source


def sort_in_one_process(
    library: str, source: Source, flow: str, rules: Rules, partition_rows: int, progress: Progress
) -> Iterator[Partition]:
    frames = load_frames(library)
    parts = []
    for block in source.blocks(partition_rows):
        frame = read_block(frames, source, block, FLOWS[flow])
        parts.append(select_events(frames, frame, flow, rules))
        progress.tell("read", block.first_row + block.rows, source.rows, "rows")
    frame = parts[0] if len(parts) == 1 else frames.library.concat(parts, ignore_index=True)
    parts.clear()
    yield finish_partition(frames, frame, flow, rules)
    progress.tell("sorted", source.rows, source.rows, "rows")
