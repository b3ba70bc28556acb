"""What a person sees."""

import json

import pytest

from conftest import write_dataset
from lf_rapids.cli import main
from reference import expected_rows, read_rows


def run(folder, *arguments):
    return main(["transform", "--dataset", f"file://{folder}", *arguments])


def test_both_tables_go_to_a_folder(tmp_path, rows, capsys):
    folder = write_dataset(tmp_path / "shop", rows)
    assert run(folder, "--out", f"file://{tmp_path}/deep/out", "--backend", "pandas", "--quiet") == 0
    out, err = capsys.readouterr()
    told = [json.loads(line) for line in out.splitlines()]
    assert [(line["flow"], line["backend"], line["rows"]) for line in told] == [("intent", "pandas", 5), ("rec", "pandas", 3)]
    assert err == ""
    for flow in ("intent", "rec"):
        assert read_rows(tmp_path / "deep" / "out" / f"{flow}.parquet") == expected_rows(rows, flow)


def test_one_table_goes_to_one_file(tmp_path, rows):
    [table] = write_dataset(tmp_path / "shop", rows).glob("*.parquet")
    arguments = ["transform", "--table", f"file:{table}", "--out", f"file:{tmp_path}/events.parquet", "--flow", "rec"]
    assert main([*arguments, "--backend", "pandas"]) == 0
    assert read_rows(tmp_path / "events.parquet") == expected_rows(rows, "rec")


def test_progress_is_told_on_stderr(tmp_path, rows, capsys):
    folder = write_dataset(tmp_path / "shop", rows)
    run(folder, "--out", f"file://{tmp_path}/out", "--backend", "pandas")
    assert "rec: read 5 of 5 rows" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--out", "file:x.parquet"], "say which table by --flow intent or rec"),
        (["--out", "file:x", "--workers", "2", "--backend", "pandas"], "for --backend dask and dask-cudf, not pandas"),
        (["--out", "file:x", "--workers", "2", "--scheduler", "tcp://a:1", "--backend", "dask"], "give one of them"),
        (["--out", "file:x", "--workers", "0"], "expected a whole number from 1, got '0'"),
        (["--out", "file:x", "--max-session-events", "1.5"], "expected a whole number from 1, got '1.5'"),
        (["--out", "file:x", "--backend", "spark"], "invalid choice: 'spark'"),
        ([], "--out"),
    ],
)
def test_wrong_usage_is_refused(tmp_path, rows, capsys, arguments, said):
    assert run(write_dataset(tmp_path, rows), *arguments) == 2
    assert said in capsys.readouterr().err


def test_help_names_every_option(capsys):
    assert main(["transform", "--help"]) == 0
    text = capsys.readouterr().out
    for option in ("--dataset", "--table", "--out", "--flow", "--backend", "--workers", "--scheduler", "--s3-endpoint"):
        assert option in text


@pytest.mark.parametrize("backend", ["cudf", "dask-cudf"])
def test_a_machine_without_rapids_is_told_so(tmp_path, rows, capsys, backend):
    try:
        import cudf  # noqa: F401
    except ImportError:
        folder = write_dataset(tmp_path, rows)
        assert run(folder, "--out", f"file://{tmp_path}/out", "--backend", backend) == 1
        assert "RAPIDS_IMAGE on a machine with" in capsys.readouterr().err
        assert not (tmp_path / "out" / "intent.parquet").exists()
    else:
        pytest.skip("cuDF is installed here")


def test_a_scheduler_that_does_not_answer_is_named(tmp_path, rows, capsys):
    folder = write_dataset(tmp_path, rows)
    code = run(folder, "--out", f"file://{tmp_path}/out", "--backend", "dask", "--scheduler", "nonsense")
    assert code == 1
    assert "Connecting to the Dask scheduler nonsense" in capsys.readouterr().err


def test_an_unexpected_error_asks_for_a_report(tmp_path, rows, capsys, monkeypatch):
    def fail(*_):
        raise RuntimeError("bug")

    monkeypatch.setattr("lf_rapids.cli.open_dataset", fail)
    assert run(tmp_path, "--out", f"file://{tmp_path}/out", "--backend", "pandas") == 1
    error = capsys.readouterr().err
    assert error.startswith("error RuntimeError: bug\n") and "--verbose" in error and "Traceback" not in error
