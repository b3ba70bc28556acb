"""Asks great_expectations 1.24.1 on pandas what it says of columns at the edge: edge-truth.json.

usage: python edge-truth.py > edge-truth.json (in a virtual environment that has great_expectations)
Columns: constant, one row, all null, empty, infinite ones and their like. NaN travels as null.
"""

import json
import logging
import math
import os
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import great_expectations as gx  # noqa: E402
import pandas as pd  # noqa: E402
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration  # noqa: E402

COLUMNS = {
    "constant": ("DOUBLE", [5.0, 5.0, 5.0, 5.0]),
    "constant tenth": ("DOUBLE", [0.1, 0.1, 0.1]),
    "constant integer": ("BIGINT", [5, 5, 5, 5]),
    "constant large": ("DOUBLE", [1e16, 1e16, 1e16]),
    "constant and null": ("DOUBLE", [5.0, None, 5.0]),
    "one row": ("DOUBLE", [3.0]),
    "one value": ("DOUBLE", [3.0, None, None]),
    "one integer": ("BIGINT", [3]),
    "empty": ("DOUBLE", []),
    "all null": ("DOUBLE", [None, None]),
    "infinite": ("DOUBLE", [1.0, 2.0, "inf"]),
    "infinite both ways": ("DOUBLE", ["-inf", 1.0, 2.0, "inf"]),
    "only infinite": ("DOUBLE", ["inf", "inf"]),
    "seven fives and a six": ("BIGINT", [5, 5, 5, 5, 5, 5, 5, 6]),
    "zeros": ("DOUBLE", [0.0, -0.0, 0.0]),
    "huge": ("DOUBLE", [1e200, 2e200, 3e200]),
    "tiny spread": ("DOUBLE", [1.0, 1.0000000000000002, 1.0]),
    "usual": ("DOUBLE", [1.0, 2.0, 3.0, 4.0, 100.0]),
    "two values": ("BIGINT", [1, 2]),
    "skewed": ("BIGINT", [1, 1, 1, 1, 9, 9]),
}

RANGE = {"min_value": 0, "max_value": 100}
EXPECTATIONS = [
    ("expect_column_value_z_scores_to_be_less_than", {"threshold": 2, "double_sided": True}),
    ("expect_column_value_z_scores_to_be_less_than", {"threshold": 0, "double_sided": True}),
    ("expect_column_value_z_scores_to_be_less_than", {"threshold": 0, "double_sided": False}),
    ("expect_column_value_z_scores_to_be_less_than", {"threshold": -1, "double_sided": True}),
    ("expect_column_value_z_scores_to_be_less_than", {"threshold": -1, "double_sided": False}),
    ("expect_column_values_to_not_be_outliers", {}),
    ("expect_column_values_to_not_be_outliers", {"method": "iqr", "multiplier": 1.5}),
    ("expect_column_values_to_not_be_outliers", {"method": "iqr", "multiplier": 0}),
    ("expect_column_values_to_not_be_outliers", {"method": "std", "multiplier": 3}),
    ("expect_column_values_to_not_be_outliers", {"method": "std", "multiplier": 1}),
    ("expect_column_stdev_to_be_between", RANGE),
    ("expect_column_stdev_to_be_between", {}),
    ("expect_column_mean_to_be_between", RANGE),
    ("expect_column_mean_to_be_between", {}),
    ("expect_column_mean_to_be_between", {"min_value": 0}),
    ("expect_column_median_to_be_between", RANGE),
    ("expect_column_sum_to_be_between", RANGE),
    ("expect_column_sum_to_be_between", {"min_value": 0}),
    ("expect_column_max_to_be_between", RANGE),
    ("expect_column_max_to_be_between", {"min_value": 0}),
    ("expect_column_max_to_be_between", {}),
    ("expect_column_min_to_be_between", RANGE),
    ("expect_column_unique_value_count_to_be_between", RANGE),
    ("expect_column_proportion_of_unique_values_to_be_between", {"min_value": 0, "max_value": 1}),
    ("expect_column_proportion_of_non_null_values_to_be_between", {"min_value": 0, "max_value": 1}),
    (
        "expect_column_quantile_values_to_be_between",
        {"quantile_ranges": {"quantiles": [0, 0.5, 1], "value_ranges": [[0, 10], [0, 10], [0, 10]]}},
    ),
    (
        "expect_column_quantile_values_to_be_between",
        {
            "quantile_ranges": {
                "quantiles": [0, 0.5, 1],
                "value_ranges": [[None, None], [None, 10], [0, None]],
            }
        },
    ),
    (
        "expect_column_quantile_values_to_be_between",
        {
            "quantile_ranges": {"quantiles": [0.25], "value_ranges": [[0, 10]]},
            "allow_relative_error": "linear",
        },
    ),
    (
        "expect_column_kl_divergence_to_be_less_than",
        {"threshold": 0.1, "partition_object": {"bins": [0, 2, 6], "weights": [0.5, 0.5]}},
    ),
    (
        "expect_column_kl_divergence_to_be_less_than",
        {
            "threshold": 1,
            "tail_weight_holdout": 0.01,
            "internal_weight_holdout": 0.01,
            "partition_object": {"bins": [0, 2, 6], "weights": [1, 0]},
        },
    ),
    (
        "expect_column_kl_divergence_to_be_less_than",
        {"threshold": 0.1, "partition_object": {"values": [5, 6], "weights": [0.5, 0.5]}},
    ),
    (
        "expect_column_kl_divergence_to_be_less_than",
        {"partition_object": {"values": [5, 6], "weights": [0.5, 0.5]}},
    ),
    ("expect_column_most_common_value_to_be_in_set", {"value_set": [5, 3, 1]}),
    ("expect_column_most_common_value_to_be_in_set", {"value_set": [5, 3, 1], "ties_okay": True}),
    ("expect_column_distinct_values_to_be_in_set", {"value_set": [5, 3, 1]}),
    ("expect_column_distinct_values_to_contain_set", {"value_set": [5]}),
    ("expect_column_distinct_values_to_contain_set", {"value_set": []}),
    ("expect_column_distinct_values_to_equal_set", {"value_set": [5]}),
    ("expect_column_distinct_values_to_equal_set", {"value_set": []}),
    ("expect_column_values_to_be_unique", {}),
    ("expect_column_values_to_be_increasing", {}),
    ("expect_column_values_to_be_increasing", {"strictly": True}),
    ("expect_column_values_to_be_decreasing", {}),
    ("expect_column_values_to_be_between", {"min_value": 0, "max_value": 10}),
    ("expect_column_values_to_be_between", {"min_value": 0}),
    ("expect_column_values_to_be_in_set", {"value_set": [5, 3, 1]}),
    ("expect_column_values_to_not_be_in_set", {"value_set": [5, 3, 1]}),
    ("expect_column_values_to_not_be_null", {}),
    ("expect_column_values_to_be_null", {}),
]

KEPT = ["observed_value", "element_count", "missing_count", "unexpected_count"]


def plain(value):
    """As JSON: numpy's scalars as Python's, what is not finite as text, NaN as null."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(held) for held in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def ask(batch, kind, kwargs):
    config = ExpectationConfiguration(type=kind, kwargs={"column": "a", **kwargs})
    try:
        answer = batch.validate(config.to_domain_obj(), result_format="BASIC").to_json_dict()
    except Exception:  # noqa: BLE001 that it raises is the answer
        return {"raises": True}
    info = answer.get("exception_info") or {}
    if "raised_exception" not in info:
        info = next(iter(info.values()), {"raised_exception": False})
    if info.get("raised_exception"):
        return {"raises": True}
    result = answer.get("result") or {}
    kept = {key: plain(result[key]) for key in KEPT if key in result}
    return {"success": bool(answer["success"]), **kept}


def main():
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("pandas")
    tables = []
    for name, (kind, values) in COLUMNS.items():
        held = [None if value is None else float(value) if isinstance(value, str) else value for value in values]
        dtype = "int64" if kind == "BIGINT" else "float64"
        frame = pd.DataFrame({"a": pd.Series(held, dtype=dtype)})
        asset = source.add_dataframe_asset(name)
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
        answers = [
            {"type": each, "kwargs": kwargs, "answer": ask(batch, each, kwargs)}
            for each, kwargs in EXPECTATIONS
        ]
        tables.append({"name": name, "type": kind, "values": values, "answers": answers})
    print(json.dumps(tables, separators=(",", ":")))


if __name__ == "__main__":
    main()
