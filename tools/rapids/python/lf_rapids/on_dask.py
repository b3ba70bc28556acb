"""
The table by several workers, on this machine or on many: pandas frames (`dask`) or cuDF frames, one GPU a worker
(`dask-cudf`).

Dask's own sort_values splits by the first column at quantiles of its values, which it cannot take of texts in cuDF. So:
session ids are sampled, and split into ranges at the sample's quantiles; each row gets the number of its session's
range; the shuffle goes by that number, which brings whole sessions together; each range is sorted by itself, and the
ranges are written in their order.
"""

import logging
import shutil
import tempfile
from contextlib import contextmanager
from math import ceil
from typing import Iterator

import numpy as np

from lf_rapids.errors import RapidsError
from lf_rapids.events import FLOWS, Rules, select_events
from lf_rapids.frames import empty_frame, load_frames, read_block
from lf_rapids.partition import SESSION, Partition, finish_partition
from lf_rapids.progress import Progress
from lf_rapids.source import Block, Source

RANGE = "session_range"

# Ranges then differ by a few percent in size: a block has thousands of sessions.
SAMPLES_PER_BLOCK = 1_000


@contextmanager
def dask_client(library: str, workers: int | None, scheduler: str | None):
    """A client of the scheduler given, or of workers that live as long as the block."""
    import distributed

    if scheduler is not None:
        try:
            client = distributed.Client(scheduler, timeout="30s")
        except (OSError, ValueError) as error:
            raise RapidsError(
                "no_scheduler",
                f"Connecting to the Dask scheduler {scheduler}: {error}. Expected an address such as tcp://10.0.0.5:8786; "
                "start one by 'dask scheduler'.",
            ) from error
        with client:
            yield client
        return
    scratch = tempfile.mkdtemp(prefix="lf-rapids-")
    options = {"host": "127.0.0.1", "dashboard_address": None, "local_directory": scratch, "silence_logs": logging.CRITICAL}
    try:
        if library == "cudf":
            cluster = gpu_cluster(workers, options)
        else:
            cluster = distributed.LocalCluster(n_workers=workers, threads_per_worker=1, **options)
        with cluster, distributed.Client(cluster) as client:
            yield client
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def gpu_cluster(workers: int | None, options: dict):
    try:
        from dask_cuda import LocalCUDACluster
    except ImportError as error:
        raise RapidsError(
            "no_dask_cuda",
            f"Loading dask-cuda: {error}. Run it in RAPIDS_IMAGE on a machine with NVIDIA GPUs, or use --backend dask.",
        ) from error
    load_frames("cudf")
    return LocalCUDACluster(n_workers=workers, **options)


def sort_on_dask(
    client, library: str, source: Source, flow: str, rules: Rules, partition_rows: int, progress: Progress
) -> Iterator[Partition]:
    import dask
    import dask.dataframe as dd
    import distributed

    if library == "cudf":
        import dask_cudf  # noqa: F401  registers cuDF's frames with Dask

    workers = len(client.scheduler_info(n_workers=-1)["workers"])
    # Work for every worker, and no more at once than a worker can sort
    wanted = min(max(1, source.rows), max(workers, ceil(source.rows / partition_rows)))
    blocks = source.blocks(ceil(source.rows / wanted))
    try:
        splits = choose_splits(client, library, source, blocks, wanted, progress)
        ranges = len(splits) + 1
        frames = load_frames(library)
        events = dd.from_map(
            read_ranged,
            blocks,
            library=library,
            source=source,
            flow=flow,
            rules=rules,
            splits=splits,
            meta=ranged(empty_frame(frames, FLOWS[flow]).assign(file_row=np.zeros(0, dtype="int64")), splits),
            enforce_metadata=False,
        )
        # By the number of the range alone, so neither library compares texts here
        shuffled = events.set_index(
            RANGE, divisions=list(range(ranges + 1)), shuffle_method="tasks" if library == "cudf" else "p2p"
        )
        finished = [dask.delayed(finish_range)(part, library, flow, rules) for part in shuffled.to_delayed()]
        futures = client.compute(finished)
        progress.tell("sorted", 0, ranges, "ranges of sessions")
        for index in range(ranges):
            # From worker to client, not through the scheduler; then the worker may forget it
            partition = client.gather(futures[index], direct=True)
            futures[index].release()
            progress.tell("sorted", index + 1, ranges, "ranges of sessions")
            yield partition
    except (distributed.KilledWorker, MemoryError) as error:
        raise RapidsError(
            "worker_lost",
            f"Sorting the events of {source.place.url}: workers died, most likely for lack of memory. "
            "Use fewer --workers, a smaller --partition-rows, or a larger machine.",
        ) from error


def choose_splits(
    client, library: str, source: Source, blocks: list[Block], ranges: int, progress: Progress
) -> list[str]:
    """The first session id of each range but the first; fewer ranges than wanted if there are fewer sessions."""
    if ranges == 1:
        return []
    sampled = client.map(sample_sessions, blocks, library=library, source=source, pure=False)
    samples = sorted((id for part in client.gather(sampled) for id in part), key=str.encode)
    progress.tell("sampled", len(samples), len(samples), "session ids")
    quantiles = [samples[len(samples) * index // ranges] for index in range(1, ranges)]
    # A session cannot be split: one that fills many ranges makes one of them
    return sorted(set(quantiles), key=str.encode)


def sample_sessions(block: Block, library: str, source: Source) -> list[str]:
    frames = load_frames(library)
    ids = read_block(frames, source, block, [SESSION])[SESSION]
    step = max(1, block.rows // SAMPLES_PER_BLOCK)
    return list(frames.to_host(ids.iloc[::step]))


def read_ranged(block: Block, library: str, source: Source, flow: str, rules: Rules, splits: list[str]):
    frames = load_frames(library)
    frame = read_block(frames, source, block, FLOWS[flow])
    return ranged(select_events(frames, frame, flow, rules), splits)


def ranged(frame, splits: list[str]):
    """With the number of the range that each row's session is in."""
    numbers = (frame[SESSION] != frame[SESSION]).astype("int64")
    for split in splits:
        numbers = numbers + (frame[SESSION] >= split).astype("int64")
    return frame.assign(**{RANGE: numbers})


def finish_range(part, library: str, flow: str, rules: Rules) -> Partition:
    return finish_partition(load_frames(library), part, flow, rules)
