"""From a stored browsing table to the flow's events, by the back end of choice."""

from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Iterator

from lf_rapids.events import Rules
from lf_rapids.on_dask import dask_client, sort_on_dask
from lf_rapids.one_process import sort_in_one_process
from lf_rapids.places import Place
from lf_rapids.progress import Progress
from lf_rapids.source import Source
from lf_rapids.write_events import write_events

BACKENDS = {"pandas": "pandas", "cudf": "cudf", "dask": "pandas", "dask-cudf": "cudf"}

# What one worker sorts at once, with a few copies under way: about 1 GB in pandas, a few GB of a GPU.
PARTITION_ROWS = {"pandas": 1_000_000, "cudf": 20_000_000}


@dataclass(frozen=True)
class Job:
    source: Source
    # Where the table of each flow goes
    targets: dict[str, Place]
    backend: str
    rules: Rules
    workers: int | None = None
    scheduler: str | None = None
    partition_rows: int | None = None
    is_quiet: bool = False


def transform(job: Job) -> Iterator[dict]:
    """Writes the tables and yields for each what was written."""
    library = BACKENDS[job.backend]
    rows = job.partition_rows or PARTITION_ROWS[library]
    with ExitStack() as stack:
        client = None
        if job.backend.startswith("dask"):
            client = stack.enter_context(dask_client(library, job.workers, job.scheduler))
        for flow, target in job.targets.items():
            progress = Progress(flow, job.is_quiet)
            if client is None:
                partitions = sort_in_one_process(library, job.source, flow, job.rules, rows, progress)
            else:
                partitions = sort_on_dask(client, library, job.source, flow, job.rules, rows, progress)
            written = write_events(target, flow, job.rules, partitions)
            yield {"flow": flow, "url": target.url, "backend": job.backend, **asdict(written)}
