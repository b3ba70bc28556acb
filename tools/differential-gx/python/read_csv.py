"""Reads CSV files with pandas: python read_csv.py job.json results.json

The job is a list of {path, options}; a result is {names, texts, types, values} or {error}.
"""

import json
import sys

import pandas as pd


def plain(value):
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return value
    return repr(value) if isinstance(value, (int, float)) else str(value)


def read(path, options):
    texts = pd.read_csv(path, dtype=str, **options)
    # Its usual reading of floats is off by a last digit
    typed = pd.read_csv(path, float_precision="round_trip", **options)
    return {
        "names": [str(name) for name in texts.columns],
        "texts": [[plain(value) for value in row] for row in texts.itertuples(index=False)],
        "types": [str(kind) for kind in typed.dtypes],
        "values": [[plain(value) for value in typed[name]] for name in typed.columns],
    }


def main(job, results):
    with open(job, encoding="utf-8") as file:
        files = json.load(file)
    found = []
    for each in files:
        try:
            found.append(read(each["path"], each["options"]))
        except Exception as error:  # what pandas refuses is a result too
            found.append({"error": f"{type(error).__name__}: {error}"})
    with open(results, "w", encoding="utf-8") as file:
        json.dump(found, file)


main(*sys.argv[1:])
