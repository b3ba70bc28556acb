"""Which columns of which rows each flow gets: the tables of transformIntent and transformRec of @lf/dataset."""

from dataclasses import dataclass

import pyarrow as pa

from lf_rapids.placeholders import is_placeholder

FLOWS = {
    "intent": ["session_id_hash", "event_type", "product_action", "server_timestamp_epoch_ms"],
    "rec": ["session_id_hash", "product_sku_hash", "server_timestamp_epoch_ms"],
}

# Large strings hold more than 2 GiB of text in one column; in the Parquet file they are the same.
ARROW_TYPES = {"server_timestamp_epoch_ms": pa.int64()}


@dataclass(frozen=True)
class Rules:
    """What becomes of rows that look wrong; the names and defaults of @lf/dataset."""

    max_session_events: int = 10_000
    long_sessions: str = "error"
    placeholder_skus: str = "keep"


def table_schema(flow: str) -> pa.Schema:
    return pa.schema([(name, ARROW_TYPES.get(name, pa.large_string())) for name in FLOWS[flow]])


def select_events(frames, frame, flow: str, rules: Rules):
    """The rows that a flow uses; the columns stay."""
    if flow == "intent":
        # An empty field is a plain page view
        return frame.assign(product_action=frame["product_action"].fillna(""))
    frame = frame[frame["product_sku_hash"].notna()]
    if rules.placeholder_skus == "drop":
        # Judged on the host: there are far fewer products than events, and only one rule for all back ends
        placeholders = [sku for sku in frames.distinct(frame["product_sku_hash"]) if is_placeholder(sku)]
        if placeholders:
            frame = frame[~frame["product_sku_hash"].isin(placeholders)]
    return frame
