"""The last step for all rows of some sessions: counted, sorted, and handed over as Arrow."""

import heapq
from dataclasses import dataclass

import pyarrow as pa

from lf_rapids.events import FLOWS, Rules
from lf_rapids.frames import FILE_ROW

SESSION = "session_id_hash"
TIME = "server_timestamp_epoch_ms"

# Enough of them to recognise a pattern.
MAX_LISTED = 20


@dataclass(frozen=True)
class LongSessions:
    """Sessions with more events than the limit."""

    sessions: int = 0
    events: int = 0
    # The longest first, at most MAX_LISTED
    longest: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: "LongSessions") -> "LongSessions":
        return LongSessions(
            self.sessions + other.sessions, self.events + other.events, longest_of([*self.longest, *other.longest])
        )


@dataclass(frozen=True)
class Partition:
    # Sorted, with FILE_ROW as its last column; None where long sessions are an error
    table: pa.Table | None
    long: LongSessions


def longest_of(sessions) -> tuple[tuple[str, int], ...]:
    return tuple(heapq.nsmallest(MAX_LISTED, sessions, key=lambda each: (-each[1], each[0].encode())))


def finish_partition(frames, frame, flow: str, rules: Rules) -> Partition:
    counts = frame.groupby(SESSION).size()
    counts = counts[counts > rules.max_session_events]
    long = LongSessions()
    if len(counts) > 0:
        host = frames.to_host(counts)
        long = LongSessions(len(host), int(host.sum()), longest_of((str(id), int(n)) for id, n in host.items()))
        if rules.long_sessions == "error":
            return Partition(None, long)
        frame = frame[~frame[SESSION].isin(counts.index)]
    frame = frame[[*FLOWS[flow], FILE_ROW]].sort_values([SESSION, TIME, FILE_ROW], ignore_index=True)
    return Partition(frames.to_arrow(frame), long)
