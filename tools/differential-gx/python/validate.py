"""Runs the expectations of a job on Parquet tables with great_expectations and writes what it says.

usage: validate.py JOB RESULTS
JOB: [{"table": path, "expectations": [{"type", "kwargs"}], "result_format": {...}}]
RESULTS: as many lists of {"success", "result", "raised", "message"}, in the same order.
"""

import json
import logging
import math
import os
import sys
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import great_expectations as gx  # noqa: E402
import pandas as pd  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration  # noqa: E402

EXACT = 2**53
"""From here on doubles skip integers."""


def holds_large_integers(column):
    return pa.types.is_integer(column.type) and any(
        value is not None and abs(value) >= EXACT for value in column.to_pylist()
    )


def read(path):
    """The table as pandas holds it best.

    Dates are times and decimals doubles, since the Python objects that they would be compare with nothing
    that a suite can say. Beside missing values, booleans and large integers stay what they are.
    """
    table = pq.read_table(path)
    frame = table.to_pandas(date_as_object=False, coerce_temporal_nanoseconds=True)
    for name, column in zip(table.column_names, table.columns):
        if pa.types.is_decimal(column.type):
            frame[name] = pd.Series(column.to_pylist(), dtype="float64")
        if column.null_count > 0 and holds_large_integers(column):
            frame[name] = pd.Series(column.to_pylist(), dtype="Int64")
        if column.null_count > 0 and pa.types.is_boolean(column.type):
            frame[name] = pd.Series(column.to_pylist(), dtype="boolean")
    return frame


def failure(message):
    return {"success": False, "result": {}, "raised": True, "message": message}


def flattened(result):
    answer = result.to_json_dict()
    info = answer.get("exception_info") or {}
    if "raised_exception" not in info:  # one entry per failed metric
        info = next(iter(info.values()), {"raised_exception": False})
    return {
        "success": answer["success"],
        "result": answer.get("result") or {},
        "raised": bool(info.get("raised_exception")),
        "message": str(info.get("exception_message")),
    }


def check(batch, config, result_format):
    """One expectation on its own: an error of one must not decide the others."""
    try:
        expectation = ExpectationConfiguration(**config).to_domain_obj()
        return flattened(batch.validate(expectation, result_format=result_format))
    except Exception as error:  # noqa: BLE001 what GX raises is what we compare with
        return failure(f"{type(error).__name__}: {error}")


def plain(value):
    """What JSON can hold: integers that a double cannot are texts, NaN is null."""
    if hasattr(value, "item"):  # numpy's scalars, which GX leaves in some results
        value = value.item()
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(held) for held in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, int) and abs(value) >= EXACT:
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def run(job):
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("pandas")
    for at, part in enumerate(job):
        asset = source.add_dataframe_asset(f"table_{at}")
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(
            {"dataframe": read(part["table"])}
        )
        yield [check(batch, config, part["result_format"]) for config in part["expectations"]]
        source.delete_asset(asset.name)


def main(job_path, results_path):
    with open(job_path, encoding="utf-8") as job:
        answers = [plain(answer) for answer in run(json.load(job))]
    with open(results_path, "w", encoding="utf-8") as results:
        json.dump(answers, results, allow_nan=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
