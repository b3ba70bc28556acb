"""Random tables, by pandas and by Dask, against plain Python."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import write_table
from lf_rapids.events import FLOWS, Rules
from lf_rapids.on_dask import sort_on_dask
from lf_rapids.one_process import sort_in_one_process
from lf_rapids.places import open_place
from lf_rapids.progress import Progress
from lf_rapids.source import open_table
from lf_rapids.write_events import write_events
from reference import expected_rows, read_rows

FIRST, LAST = -(2**63), 2**63 - 1

few_ids = st.sampled_from(["1", "01", "001", "10", "9", "a", "A", "\uffee", "\U0001f6d2", "é", "e\u0301", "nan", "NULL"])
any_ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
ids = few_ids | any_ids
times = st.integers(0, 3) | st.integers(1_600_000_000_000, 1_600_000_000_005) | st.sampled_from([FIRST, -1, 2**53 + 1, LAST])
tables = st.lists(
    st.tuples(
        ids,
        st.sampled_from(["pageview", "event_product"]),
        st.none() | st.sampled_from(["detail", "add", "remove", "purchase"]),
        st.none() | ids,
        times,
    ),
    max_size=60,
)


def by_pandas(source, flow, rules, target):
    return write_events(target, flow, rules, sort_in_one_process("pandas", source, flow, rules, 20, Progress(flow, True)))


def by_dask(client, source, flow, rules, target):
    partitions = sort_on_dask(client, "pandas", source, flow, rules, 20, Progress(flow, True))
    return write_events(target, flow, rules, partitions)


def paths(tmp_path, rows):
    source = open_table(open_place(f"file://{write_table(tmp_path / 'in.parquet', rows)}"))
    return source, open_place(f"file://{tmp_path / 'out.parquet'}")


@pytest.mark.parametrize("flow", FLOWS)
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=tables)
def test_pandas_gives_the_promised_rows(tmp_path, flow, rows):
    source, target = paths(tmp_path, rows)
    written = by_pandas(source, flow, Rules(), target)
    assert read_rows(target.path) == expected_rows(rows, flow)
    assert written.rows == len(expected_rows(rows, flow))


@pytest.mark.parametrize("flow", FLOWS)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=tables)
def test_dask_gives_the_promised_rows(tmp_path, client, flow, rows):
    source, target = paths(tmp_path, rows)
    by_dask(client, source, flow, Rules(), target)
    assert read_rows(target.path) == expected_rows(rows, flow)


def test_one_session_that_fills_the_table_is_sorted(tmp_path, client):
    rows = [("only", "event_product", "add", str(index), 500 - index % 251) for index in range(500)]
    source, target = paths(tmp_path, rows)
    by_dask(client, source, "rec", Rules(), target)
    assert read_rows(target.path) == expected_rows(rows, "rec")


def test_long_sessions_are_listed_from_all_ranges(tmp_path, client):
    rows = [(f"s{index % 9}", "event_product", "add", "1", index) for index in range(200)]
    source, target = paths(tmp_path, rows)
    rules = Rules(max_session_events=22)
    messages = []
    for run in (lambda: by_pandas(source, "rec", rules, target), lambda: by_dask(client, source, "rec", rules, target)):
        with pytest.raises(Exception) as caught:
            run()
        assert caught.value.code == "long_sessions"
        messages.append(caught.value.message)
    assert messages[0] == messages[1]
    assert messages[0].splitlines()[:3] == ["2 sessions have more than 22 events:", "  s0: 23 events", "  s1: 23 events"]
    assert list(tmp_path.iterdir()) == [tmp_path / "in.parquet"]


def test_long_sessions_are_left_out_if_told_so(tmp_path, client):
    rows = [(f"s{index % 9}", "event_product", "add", "1", index) for index in range(200)]
    source, target = paths(tmp_path, rows)
    rules = Rules(max_session_events=22, long_sessions="drop")
    kept = expected_rows([row for row in rows if row[0] not in ("s0", "s1")], "rec")
    for run in (by_pandas, lambda *args: by_dask(client, *args)):
        written = run(source, "rec", rules, target)
        assert (written.dropped_sessions, written.dropped_rows) == (2, 46)
        assert read_rows(target.path) == kept
