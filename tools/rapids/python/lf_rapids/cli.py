"""The command line: `python -m lf_rapids transform --dataset <url> --out <url>`."""

import argparse
import importlib.util
import json
import sys
import traceback

from lf_rapids.errors import RapidsError, UsageError
from lf_rapids.events import FLOWS, Rules
from lf_rapids.places import open_place
from lf_rapids.source import open_dataset, open_table
from lf_rapids.transform import BACKENDS, PARTITION_ROWS, Job, transform

FAILED, USAGE, INTERRUPTED = 1, 2, 130

DESCRIPTION = """\
Turns the browsing table of an uploaded data set into the events that a flow of Local Flow trains on: the same rows in
the same order as the DuckDB engine's, sorted by session, time and place in the uploaded file.

intent: session_id_hash, event_type, product_action ('' for a plain page view), server_timestamp_epoch_ms
rec:    session_id_hash, product_sku_hash, server_timestamp_epoch_ms of the rows with a SKU
"""

EPILOG = """\
For each table one line of JSON goes to stdout (flow, url, backend, rows, dropped_sessions, dropped_rows, bytes, sha256);
progress and errors go to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted; a table appears as a
whole or not at all.

S3: credentials, profile and region as in every AWS program; AWS_ENDPOINT_URL_S3 or --s3-endpoint for other servers;
LF_S3_PATH_STYLE, LF_S3_REQUESTER_PAYS, LF_S3_ENCRYPTION and LF_S3_KMS_KEY_ID as in .env.example.

  python -m lf_rapids transform --dataset file:.lf/datasets/default --out file:events --backend dask --workers 4
  python -m lf_rapids transform --dataset s3://bucket/lf/datasets/default --flow rec --out s3://bucket/rec.parquet
"""


def whole_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got '{text}'")
    return number


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lf_rapids", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "transform",
        help="turn the stored browsing table into a flow's events",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--dataset", metavar="URL", help="folder of the data set's manifest.json, file: or s3:")
    source.add_argument("--table", metavar="URL", help="instead: a browsing_train Parquet file, taken as it is")
    command.add_argument(
        "--out", metavar="URL", required=True, help="folder for intent.parquet and rec.parquet, or one file with --flow"
    )
    command.add_argument("--flow", choices=list(FLOWS), help="only this flow's table (default: both)")
    command.add_argument(
        "--backend",
        choices=[*BACKENDS, "auto"],
        default="auto",
        help="auto (default): cudf where it is installed, else pandas",
    )
    command.add_argument("--workers", metavar="N", type=whole_number, help="of dask (default: a core each) and dask-cudf (a GPU each)")
    command.add_argument("--scheduler", metavar="ADDRESS", help="use the workers of this Dask scheduler, tcp://host:port")
    command.add_argument(
        "--partition-rows",
        metavar="N",
        type=whole_number,
        help=f"rows that are sorted at once (default: {PARTITION_ROWS['pandas']:,}; cuDF {PARTITION_ROWS['cudf']:,})",
    )
    command.add_argument(
        "--max-session-events", metavar="N", type=whole_number, default=10_000, help="longer sessions are bots (default: 10000)"
    )
    command.add_argument("--long-sessions", choices=["error", "drop"], default="error", help="what to do with them (default: error)")
    command.add_argument(
        "--placeholder-skus", choices=["keep", "drop"], default="keep", help="rec: rows whose SKU means 'no product' (default: keep)"
    )
    command.add_argument("--s3-endpoint", metavar="URL", help="S3 server of another maker")
    command.add_argument("--trust-size", action="store_true", help="do not compare the table with the manifest's SHA-256")
    command.add_argument("--quiet", action="store_true", help="no progress")
    command.add_argument("--verbose", action="store_true", help="show stack traces of errors")
    return parser


def job_of(arguments: argparse.Namespace) -> Job:
    backend = arguments.backend
    if backend == "auto":
        backend = "cudf" if importlib.util.find_spec("cudf") else "pandas"
    if not backend.startswith("dask") and (arguments.workers or arguments.scheduler):
        raise UsageError(f"--workers and --scheduler are for --backend dask and dask-cudf, not {backend}.")
    if arguments.workers and arguments.scheduler:
        raise UsageError("--workers starts workers here, --scheduler uses those that run already: give one of them.")
    out = open_place(arguments.out, arguments.s3_endpoint)
    if not out.path.endswith(".parquet"):
        flows = [arguments.flow] if arguments.flow else list(FLOWS)
        targets = {flow: out.join(f"{flow}.parquet") for flow in flows}
    elif arguments.flow is None:
        raise UsageError(f"--out {arguments.out} is one file: say which table by --flow {' or '.join(FLOWS)}.")
    else:
        targets = {arguments.flow: out}
    if arguments.table:
        source = open_table(open_place(arguments.table, arguments.s3_endpoint))
    else:
        source = open_dataset(open_place(arguments.dataset, arguments.s3_endpoint), not arguments.trust_size)
    return Job(
        source=source,
        targets=targets,
        backend=backend,
        rules=Rules(arguments.max_session_events, arguments.long_sessions, arguments.placeholder_skus),
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        partition_rows=arguments.partition_rows,
        is_quiet=arguments.quiet,
    )


def main(arguments: list[str]) -> int:
    try:
        parsed = build_parser().parse_args(arguments)
    except SystemExit as exit:
        return int(exit.code or 0)
    try:
        for written in transform(job_of(parsed)):
            print(json.dumps(written), flush=True)
        return 0
    except KeyboardInterrupt:
        print("interrupted: nothing half-written is left", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        if parsed.verbose:
            traceback.print_exc()
        if isinstance(error, RapidsError):
            print(f"error {error}", file=sys.stderr)
            return USAGE if isinstance(error, UsageError) else FAILED
        print(
            f"error {type(error).__name__}: {error}\nThat is not expected. Run it with --verbose and report what it prints.",
            file=sys.stderr,
        )
        return FAILED
