"""What every saved suite expects, and the table that it is checked on.

A case is (generations that know it, type, kwargs). Generations: "dataset" (0.13, ge.from_pandas), "validator"
(0.13 and 0.18), "class" (1.x), "condition" (1.x with condition objects), "newest" (the last release that we know).
"""

TABLE = {
    "id": [1, 2, 3, 4, 5, 6, 7, 8],
    "price": [10.5, 20.0, None, 5.25, 100.0, 42.0, 7.0, 7.0],
    "state": ["open", "paid", "paid", None, "open", "void", "paid", "open"],
    "code": ["AB-001", "AB-002", "AB-003", "CD-001", "ab-005", "AB-006", "AB-007", "X"],
    "day": ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04", "2020-01-05", "2020-01-06", "2020-01-07", "2020-01-08"],
    "us_day": ["1/5/2020", "1/6/2020", "1/7/2020", "1/8/2020", "1/9/2020", "1/10/2020", "1/11/2020", "12/31/2020"],
    "low": [1, 2, 3, 4, 5, 6, 7, 8],
    "high": [2, 3, 4, 5, 6, 7, 8, 8],
    "spread": [0.0, 0.1, -0.1, 0.2, -0.2, 0.1, -0.1, -9.0],
    "flag": [True, False, True, True, False, True, False, True],
}

#: Columns of moments: their texts are read as timestamps.
MOMENTS = {"at": [f"2020-01-0{day} 12:30:00" for day in range(1, 9)]}

EVERY = ("dataset", "validator", "class", "condition", "newest")
OLD = ("dataset", "validator")
NEW = ("class", "condition", "newest")
OBJECTS = ("condition", "newest")

PARAMETERS = {"limit": 50, "least": 3}

PAID = {"row_condition": 'state == "paid"', "condition_parser": "pandas"}

CASES = [
    (EVERY, "expect_column_to_exist", {"column": "id"}),
    (EVERY, "expect_column_values_to_not_be_null", {"column": "price", "mostly": 0.9}),
    (EVERY, "expect_column_values_to_not_be_null", {"column": "price", "mostly": 0.8}),
    (EVERY, "expect_column_values_to_be_null", {"column": "price", "mostly": 0.5}),
    (EVERY, "expect_column_values_to_be_unique", {"column": "id"}),
    (EVERY, "expect_column_values_to_be_unique", {"column": "price"}),
    (EVERY, "expect_column_values_to_be_in_set", {"column": "state", "value_set": ["open", "paid"]}),
    (EVERY, "expect_column_values_to_not_be_in_set", {"column": "state", "value_set": ["lost"]}),
    (EVERY, "expect_column_values_to_be_between", {"column": "price", "min_value": 5, "max_value": 50}),
    (EVERY, "expect_column_values_to_be_between", {"column": "id", "min_value": 1, "strict_min": True}),
    (EVERY, "expect_column_value_lengths_to_equal", {"column": "code", "value": 6}),
    (EVERY, "expect_column_value_lengths_to_be_between", {"column": "code", "min_value": 1, "max_value": 6}),
    (EVERY, "expect_column_values_to_match_regex", {"column": "code", "regex": r"^[A-Z]{2}-\d{3}$", "mostly": 0.7}),
    (EVERY, "expect_column_values_to_not_match_regex", {"column": "code", "regex": "^ab"}),
    (EVERY, "expect_column_values_to_match_regex_list", {"column": "code", "regex_list": ["^AB", "^CD"], "match_on": "any"}),
    (EVERY, "expect_column_values_to_match_strftime_format", {"column": "day", "strftime_format": "%Y-%m-%d"}),
    (EVERY, "expect_column_values_to_be_dateutil_parseable", {"column": "us_day"}),
    (EVERY, "expect_column_values_to_be_increasing", {"column": "id", "strictly": True}),
    (EVERY, "expect_column_values_to_be_decreasing", {"column": "id"}),
    (EVERY, "expect_column_values_to_be_of_type", {"column": "id", "type_": "int64"}),
    (EVERY, "expect_column_values_to_be_in_type_list", {"column": "price", "type_list": ["float64", "FLOAT"]}),
    (EVERY, "expect_column_max_to_be_between", {"column": "price", "max_value": 99}),
    (EVERY, "expect_column_min_to_be_between", {"column": "price", "min_value": 5}),
    (EVERY, "expect_column_mean_to_be_between", {"column": "price", "min_value": 20, "max_value": 30}),
    (EVERY, "expect_column_median_to_be_between", {"column": "price", "min_value": 10, "max_value": 11}),
    (EVERY, "expect_column_stdev_to_be_between", {"column": "price", "min_value": 30, "max_value": 40}),
    (EVERY, "expect_column_sum_to_be_between", {"column": "id", "min_value": 36, "max_value": 36}),
    (EVERY, "expect_column_unique_value_count_to_be_between", {"column": "state", "min_value": 3, "max_value": 3}),
    (EVERY, "expect_column_proportion_of_unique_values_to_be_between", {"column": "id", "min_value": 0.9}),
    (EVERY, "expect_column_distinct_values_to_be_in_set", {"column": "state", "value_set": ["open", "paid", "void"]}),
    (EVERY, "expect_column_distinct_values_to_contain_set", {"column": "state", "value_set": ["open", "lost"]}),
    (EVERY, "expect_column_distinct_values_to_equal_set", {"column": "state", "value_set": ["open", "paid", "void"]}),
    (EVERY, "expect_column_most_common_value_to_be_in_set", {"column": "price", "value_set": [7.0]}),
    (EVERY, "expect_column_quantile_values_to_be_between", {"column": "id", "quantile_ranges": {"quantiles": [0.0, 1.0], "value_ranges": [[1, 1], [8, None]]}}),
    (EVERY, "expect_column_pair_values_to_be_equal", {"column_A": "low", "column_B": "high"}),
    (EVERY, "expect_column_pair_values_to_be_in_set", {"column_A": "low", "column_B": "high", "value_pairs_set": [[1, 2], [2, 3]], "mostly": 0.2}),
    (("dataset",), "expect_column_pair_values_A_to_be_greater_than_B", {"column_A": "high", "column_B": "low", "or_equal": True}),
    (("validator", *NEW), "expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "high", "column_B": "low", "or_equal": True}),
    (EVERY, "expect_compound_columns_to_be_unique", {"column_list": ["price", "state"]}),
    (EVERY, "expect_select_column_values_to_be_unique_within_record", {"column_list": ["low", "high"]}),
    (EVERY, "expect_multicolumn_sum_to_equal", {"column_list": ["low", "high"], "sum_total": 3}),
    (EVERY, "expect_table_row_count_to_be_between", {"min_value": 1, "max_value": 8}),
    (EVERY, "expect_table_row_count_to_equal", {"value": 9}),
    (EVERY, "expect_table_column_count_to_equal", {"value": 11}),
    (EVERY, "expect_table_columns_to_match_set", {"column_set": ["id", "price"], "exact_match": False}),
    (EVERY, "expect_column_values_to_be_between", {"column": "price", "min_value": 20, **PAID}),
    (EVERY, "expect_column_values_to_be_between", {"column": "price", "min_value": 0, "max_value": {"$PARAMETER": "limit"}}),
    (EVERY, "expect_table_row_count_to_be_between", {"min_value": {"$PARAMETER": "least * 2 - 1"}}),
    (EVERY, "expect_column_max_to_be_between", {"column": "id", "max_value": {"$PARAMETER": "abs(-least) + trunc(4.7)"}}),
    (("validator", *NEW), "expect_column_value_z_scores_to_be_less_than", {"column": "spread", "threshold": 2, "double_sided": False}),
    (("validator", *NEW), "expect_column_value_z_scores_to_be_less_than", {"column": "spread", "threshold": 2, "double_sided": True}),
    # A value given while exploring stays in the suite, beside the name of its parameter
    (("validator",), "expect_column_max_to_be_between", {"column": "id", "max_value": {"$PARAMETER": "most", "$PARAMETER.most": 8}}),
    (("dataset",), "expect_column_values_to_be_between", {"column": "us_day", "min_value": "1/1/2020", "max_value": "Feb 1, 2020", "parse_strings_as_datetimes": True, "mostly": 0.8}),
    (("dataset",), "expect_column_values_to_be_between", {"column": "day", "min_value": "2020-01-02", "parse_strings_as_datetimes": True, "output_strftime_format": "%d/%m/%Y"}),
    (("dataset",), "expect_column_max_to_be_between", {"column": "us_day", "max_value": "2020-12-30", "parse_strings_as_datetimes": True, "output_strftime_format": None}),
    (("dataset",), "expect_column_values_to_be_increasing", {"column": "us_day", "parse_strings_as_datetimes": True}),
    (("dataset",), "expect_column_values_to_be_in_set", {"column": "at", "value_set": ["2020-01-01 12:30", "Jan 2, 2020 12:30 PM"], "parse_strings_as_datetimes": True}),
    (OLD, "expect_column_values_to_be_between", {"column": "price", "min_value": 5, "allow_cross_type_comparisons": None, "parse_strings_as_datetimes": None}),
    (("dataset",), "expect_column_values_to_be_between", {"column": "code", "min_value": 5, "allow_cross_type_comparisons": True}),
    (("dataset", "validator"), "expect_column_values_to_be_between", {"column": "id", "min_value": 1, "max_value": 8, "result_format": "COMPLETE", "include_config": True, "catch_exceptions": False, "meta": {"notes": {"format": "markdown", "content": ["**one** to eight"]}}}),
    (("condition",), "expect_column_values_to_not_be_null", {"column": "price", "row_condition": 'col("state").notNull()', "condition_parser": "great_expectations"}),
    (OBJECTS, "expect_column_values_to_be_between", {"column": "price", "min_value": 20, "row_condition": ("comparison", "state", "==", "paid")}),
    (OBJECTS, "expect_column_values_to_not_be_null", {"column": "price", "row_condition": ("nullity", "state", False)}),
    (OBJECTS, "expect_table_row_count_to_equal", {"value": 3, "row_condition": ("and", [("comparison", "id", ">", 2), ("in", "state", ["open", "paid"]), ("comparison", "price", "<=", 50)])}),
    (OBJECTS, "expect_table_row_count_to_equal", {"value": 6, "row_condition": ("or", [("comparison", "state", "!=", "open"), ("comparison", "id", "<", 2)])}),
    (("newest",), "expect_column_type_to_be", {"column": "id", "type_": "int64"}),
    (("newest",), "expect_column_type_to_be", {"column": "flag", "type_": "int64"}),
    (("newest",), "expect_column_type_to_be", {"column": "at", "type_": "datetime64"}),
    (("newest",), "expect_column_values_to_be_between", {"column": "id", "min_value": 1, "severity": "warning", "notes": "ids begin at **1**"}),
]


def cases_of(generation):
    return [(kind, kwargs) for generations, kind, kwargs in CASES if generation in generations]


def frame():
    import pandas as pd

    return pd.DataFrame({**TABLE, **{name: pd.to_datetime(texts) for name, texts in MOMENTS.items()}})


if __name__ == "__main__":
    import json

    print(json.dumps({"columns": {**TABLE, **MOMENTS}, "moments": list(MOMENTS)}, indent=1))
