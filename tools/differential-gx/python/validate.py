"""Runs the expectations of a job on Parquet tables with great_expectations and writes what it says.

usage: validate.py JOB RESULTS
JOB: [{"table": path, "expectations": [{"type", "kwargs"}], "result_format": {...}}]
RESULTS: as many lists of {"success", "result", "raised", "message"}, in the same order.
"""

import json
import logging
import os
import sys
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import great_expectations as gx  # noqa: E402
import pandas as pd  # noqa: E402
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration  # noqa: E402


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
    """numpy's scalars, which GX leaves in some results."""
    return value.item() if hasattr(value, "item") else str(value)


def run(job):
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("pandas")
    answers = []
    for at, part in enumerate(job):
        asset = source.add_dataframe_asset(f"table_{at}")
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(
            {"dataframe": pd.read_parquet(part["table"])}
        )
        answers.append(
            [check(batch, config, part["result_format"]) for config in part["expectations"]]
        )
    return answers


def main(job_path, results_path):
    with open(job_path, encoding="utf-8") as job:
        answers = run(json.load(job))
    with open(results_path, "w", encoding="utf-8") as results:
        json.dump(answers, results, default=plain)


if __name__ == "__main__":
    main(*sys.argv[1:])
