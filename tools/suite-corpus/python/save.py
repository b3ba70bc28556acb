"""Builds a suite with the great_expectations of this environment, lets it save and validate it, and writes both.

usage: save.py GENERATION OUTPUT
OUTPUT: {"great_expectations", "generation", "parameters", "suite" as saved, "found": [{"success", "raised", ...}]}
"""

import copy
import json
import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["GE_USAGE_STATS"] = "false"
os.environ["TQDM_DISABLE"] = "1"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import great_expectations as gx  # noqa: E402

from cases import PARAMETERS, cases_of, frame  # noqa: E402

NAME = "saved"
#: What of a result is compared; it must be the same in every version.
KEYS = ["element_count", "missing_count", "unexpected_count", "observed_value"]


def saved_in(folder):
    return json.loads(next(Path(folder).rglob(f"{NAME}.json")).read_text(encoding="utf-8"))


def each_alone(suite):
    """A suite per expectation: results of a whole suite come in another order."""
    for config in suite.expectations:
        one = copy.deepcopy(suite)
        one.expectations = [copy.deepcopy(config)]
        yield one


def dataset(folder):
    table = gx.from_pandas(frame())
    for kind, kwargs in cases_of("dataset"):
        for name, value in PARAMETERS.items():
            table.set_evaluation_parameter(name, value)
        getattr(table, kind)(**{"catch_exceptions": True, **kwargs})
    suite = table.get_expectation_suite(discard_failed_expectations=False)
    suite.expectation_suite_name = NAME
    path = Path(folder, f"{NAME}.json")
    path.write_text(json.dumps(suite.to_json_dict()), encoding="utf-8")
    return [
        table.validate(one, evaluation_parameters=PARAMETERS, catch_exceptions=True).results[0]
        for one in each_alone(suite)
    ]


def validator_of_013(folder):
    from great_expectations.core.batch import RuntimeBatchRequest

    context = gx.data_context.DataContext.create(folder, usage_statistics_enabled=False)
    context.add_datasource(
        "pandas",
        class_name="Datasource",
        execution_engine={"class_name": "PandasExecutionEngine"},
        data_connectors={"runtime": {"class_name": "RuntimeDataConnector", "batch_identifiers": ["batch"]}},
    )
    context.create_expectation_suite(NAME)
    return context.get_validator(
        batch_request=RuntimeBatchRequest(
            datasource_name="pandas",
            data_connector_name="runtime",
            data_asset_name="table",
            runtime_parameters={"batch_data": frame()},
            batch_identifiers={"batch": "1"},
        ),
        expectation_suite_name=NAME,
    )


def validator_of_018(folder):
    from great_expectations.data_context import FileDataContext

    context = FileDataContext.create(project_root_dir=folder, usage_statistics_enabled=False)
    context.variables.progress_bars = {"globally": False}
    context.add_expectation_suite(NAME)
    asset = context.sources.add_pandas("pandas").add_dataframe_asset("table")
    return context.get_validator(
        batch_request=asset.build_batch_request(dataframe=frame()), expectation_suite_name=NAME
    )


def validator(folder):
    is_013 = gx.__version__.startswith("0.13.")
    checked = validator_of_013(folder) if is_013 else validator_of_018(folder)
    suite = checked.get_expectation_suite(discard_failed_expectations=False)
    from great_expectations.core import ExpectationConfiguration

    for kind, kwargs in cases_of("validator"):
        own = {name: value for name, value in kwargs.items() if name != "meta"}
        suite.append_expectation(
            ExpectationConfiguration(expectation_type=kind, kwargs=own, meta=kwargs.get("meta", {}))
        )
    checked._expectation_suite = suite
    checked.save_expectation_suite(discard_failed_expectations=False)
    return [
        checked.validate(one, evaluation_parameters=PARAMETERS, catch_exceptions=True).results[0]
        for one in each_alone(suite)
    ]


def condition(given):
    """A condition object from its tuple; texts stay as they are."""
    if not isinstance(given, tuple):
        return given
    from great_expectations.expectations.conditions import Column

    kind, *rest = given
    if kind in ("and", "or"):
        first, *others = [condition(each) for each in rest[0]]
        for other in others:
            first = (first & other) if kind == "and" else (first | other)
        return first
    column = Column(name=rest[0])
    if kind == "nullity":
        return column.is_null() if rest[1] else column.is_not_null()
    if kind == "in":
        return column.is_in(rest[1])
    signs = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
    return getattr(column, signs[rest[1]])(rest[2])


def classes(folder, generation):
    import great_expectations.expectations as gxe
    from great_expectations.validator.v1_validator import Validator

    context = gx.get_context(mode="file", project_root_dir=folder)
    context.variables.progress_bars = {"globally": False}
    suite = context.suites.add(gx.ExpectationSuite(name=NAME, suite_parameters=PARAMETERS))
    for kind, kwargs in cases_of(generation):
        made = {name: condition(value) for name, value in kwargs.items()}
        name = "".join(part.capitalize() for part in kind.split("_"))
        suite.add_expectation(getattr(gxe, name)(**made))
    suite.save()
    whole = (
        context.data_sources.add_pandas("pandas")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("whole")
    )
    checked = Validator(batch_definition=whole, batch_parameters={"dataframe": frame()})
    # A suite of each: 1.0 forgets the parameters of a single expectation
    alone = [
        gx.ExpectationSuite(name=f"{NAME} {at}", expectations=[copy.copy(each)])
        for at, each in enumerate(suite.expectations)
    ]
    return [checked.validate_expectation_suite(each, PARAMETERS).results[0] for each in alone]


def plain(value):
    return value.item() if hasattr(value, "item") else str(value)


def found(result):
    answer = result.to_json_dict()
    info = answer.get("exception_info") or {}
    if "raised_exception" not in info:  # one entry per failed metric
        info = next(iter(info.values()), {})
    kept = {key: answer["result"][key] for key in KEYS if key in (answer.get("result") or {})}
    return {"success": answer["success"], "raised": bool(info.get("raised_exception")), **kept}


def without_ids(value):
    """Ids are drawn anew for every suite."""
    if isinstance(value, dict):
        return {
            key: "00000000-0000-4000-8000-000000000000" if key in ("id", "ge_cloud_id") and held else without_ids(held)
            for key, held in value.items()
        }
    return [without_ids(each) for each in value] if isinstance(value, list) else value


def main(generation, output):
    with tempfile.TemporaryDirectory() as folder:
        if generation == "dataset":
            validated = dataset(folder)
        elif generation == "validator":
            validated = validator(folder)
        else:
            validated = classes(folder, generation)
        suite = saved_in(folder)
    answers = [found(each) for each in validated]
    written = {
        "great_expectations": gx.__version__,
        "generation": generation,
        "parameters": PARAMETERS,
        "suite": without_ids(suite),
        "found": answers,
    }
    Path(output).write_text(json.dumps(written, indent=1, default=plain) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
