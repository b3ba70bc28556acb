"""One suite on one Parquet file by a peer; prints one JSON line: seconds, cpuSeconds, peakBytes, flags by expectation.

usage: expectations.py gx|pandera SUITE PARQUET
Reading the file counts, importing the library does not.
"""

import json
import logging
import os
import resource
import sys
import time
import warnings

import pandas as pd

os.environ["GX_ANALYTICS_ENABLED"] = "false"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def expectations_of(suite):
    return [
        {"type": each.get("type") or each["expectation_type"], "kwargs": each["kwargs"]}
        for each in suite["expectations"]
    ]


def average_session_length():
    """The one expectation of the intent suite that GX does not bring, as its users would write it."""
    from typing import Optional

    from great_expectations.execution_engine import PandasExecutionEngine
    from great_expectations.expectations.expectation import ColumnAggregateExpectation
    from great_expectations.expectations.metrics import (
        ColumnAggregateMetricProvider,
        column_aggregate_value,
    )

    class ColumnAverageSessionLength(ColumnAggregateMetricProvider):
        metric_name = "column.average_session_length"

        @column_aggregate_value(engine=PandasExecutionEngine)
        def _pandas(cls, column, **kwargs):
            return len(column) / column.nunique()

    class ExpectAverageSessionLengthToBeBetween(ColumnAggregateExpectation):
        min_value: Optional[float] = None
        max_value: Optional[float] = None
        strict_min: bool = False
        strict_max: bool = False
        metric_dependencies = ("column.average_session_length",)
        success_keys = ("min_value", "max_value", "strict_min", "strict_max")

        def _validate(self, metrics, runtime_configuration=None, execution_engine=None):
            return self._validate_metric_value_between(
                metric_name="column.average_session_length",
                metrics=metrics,
                runtime_configuration=runtime_configuration,
                execution_engine=execution_engine,
            )


def prepare_gx(expectations):
    import great_expectations as gx
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    average_session_length()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("table")
    definition = asset.add_batch_definition_whole_dataframe("whole")

    def check(path):
        batch = definition.get_batch({"dataframe": pd.read_parquet(path)})
        suite = gx.ExpectationSuite(
            name="bench",
            expectations=[
                ExpectationConfiguration(**each, meta={"at": at}).to_domain_obj()
                for at, each in enumerate(expectations)
            ],
        )
        results = batch.validate(suite, result_format="BASIC").results
        # GX answers in an order of its own
        success = {each.expectation_config.meta["at"]: each.success for each in results}
        return [success[at] for at in range(len(expectations))]

    return check


def is_within(values, kwargs):
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    answer = values == values
    if low is not None:
        answer &= values > low if kwargs.get("strict_min") else values >= low
    if high is not None:
        answer &= values < high if kwargs.get("strict_max") else values <= high
    return answer


def are_quantiles_within(column, ranges):
    found = column.quantile(ranges["quantiles"], interpolation="nearest")
    return all(low <= value <= high for value, (low, high) in zip(found, ranges["value_ranges"]))


OF_VALUES = {
    "expect_column_values_to_not_be_null": lambda s, k: s.notna(),
    "expect_column_values_to_be_in_set": lambda s, k: s.isin(k["value_set"]),
    "expect_column_values_to_be_in_type_list": lambda s, k: s.map(lambda value: type(value) is str),
    "expect_column_values_to_be_unique": lambda s, k: ~s.duplicated(keep=False),
    "expect_column_values_to_be_between": lambda s, k: is_within(s, k),
    "expect_column_values_to_match_regex": lambda s, k: s.str.contains(k["regex"], regex=True),
    "expect_column_value_lengths_to_be_between": lambda s, k: is_within(s.str.len(), k),
    "expect_column_value_lengths_to_equal": lambda s, k: s.str.len() == k["value"],
}

OF_COLUMNS = {
    "expect_average_session_length_to_be_between": lambda s, k: is_within(len(s) / s.nunique(), k),
    "expect_column_mean_to_be_between": lambda s, k: is_within(s.mean(), k),
    "expect_column_max_to_be_between": lambda s, k: is_within(s.max(), k),
    "expect_column_min_to_be_between": lambda s, k: is_within(s.min(), k),
    "expect_column_median_to_be_between": lambda s, k: is_within(s.median(), k),
    "expect_column_stdev_to_be_between": lambda s, k: is_within(s.std(), k),
    "expect_column_sum_to_be_between": lambda s, k: is_within(s.sum(), k),
    "expect_column_unique_value_count_to_be_between": lambda s, k: is_within(s.nunique(), k),
    "expect_column_distinct_values_to_be_in_set": lambda s, k: set(s.dropna().unique()) <= set(k["value_set"]),
    "expect_column_quantile_values_to_be_between": lambda s, k: are_quantiles_within(s, k["quantile_ranges"]),
}

OF_TABLES = {
    "expect_table_row_count_to_be_between": lambda d, k: bool(is_within(len(d), k)),
    "expect_table_column_count_to_equal": lambda d, k: len(d.columns) == k["value"],
    "expect_table_columns_to_match_ordered_list": lambda d, k: list(d.columns) == k["column_list"],
    "expect_column_pair_values_a_to_be_greater_than_b": lambda d, k: d[k["column_A"]] >= d[k["column_B"]],
}


def prepare_pandera(expectations):
    import pandera.pandas as pa

    def check_of(at, each):
        kind, kwargs = each["type"], each["kwargs"]
        name = f"check {at}"
        if kind in OF_TABLES:
            return pa.Check(lambda frame: OF_TABLES[kind](frame, kwargs), name=name)
        if kind in OF_COLUMNS:
            return pa.Check(lambda column: bool(OF_COLUMNS[kind](column, kwargs)), name=name)
        values, mostly = OF_VALUES[kind], kwargs.get("mostly")
        if kind == "expect_column_values_to_not_be_null":
            return pa.Check(lambda column: values(column, kwargs), name=name, ignore_na=False)
        dates = {key: pd.Timestamp(kwargs[key]) for key in ("min_value", "max_value") if isinstance(kwargs.get(key), str)}
        given = {**kwargs, **dates}
        if mostly is None:
            return pa.Check(lambda column: values(column, given), name=name)
        return pa.Check(lambda column: bool(values(column.dropna(), given).mean() >= mostly), name=name)

    def check(path):
        frame = pd.read_parquet(path)
        of_column, of_table = {}, []
        for at, each in enumerate(expectations):
            if each["type"] in OF_TABLES:
                of_table.append(check_of(at, each))
            else:
                of_column.setdefault(each["kwargs"]["column"], []).append(check_of(at, each))
        schema = pa.DataFrameSchema(
            {name: pa.Column(checks=checks, nullable=True) for name, checks in of_column.items()},
            checks=of_table,
        )
        failed = set()
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            failed = set(errors.failure_cases["check"])
        return [f"check {at}" not in failed for at in range(len(expectations))]

    return check


def main(side, suite_path, parquet):
    with open(suite_path, encoding="utf-8") as suite:
        expectations = expectations_of(json.load(suite))
    check = {"gx": prepare_gx, "pandera": prepare_pandera}[side](expectations)
    began, cpu_began = time.perf_counter(), time.process_time()
    flags = [bool(flag) for flag in check(parquet)]
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    cost = {"seconds": seconds, "cpuSeconds": cpu_seconds, "peakBytes": peak_bytes, "flags": flags}
    print(json.dumps(cost))


if __name__ == "__main__":
    main(*sys.argv[1:])
