"""Tells on stderr how far the work is: one line each time, so that it reads well in a log."""

import sys
import time

# A line a second is enough for a person, and little in a log.
LEAST_SECONDS_BETWEEN = 1.0


class Progress:
    def __init__(self, flow: str, is_quiet: bool = False):
        self.flow = flow
        self.is_quiet = is_quiet
        self.last = 0.0

    def tell(self, stage: str, done: int, total: int, unit: str) -> None:
        now = time.monotonic()
        if self.is_quiet or (done < total and now - self.last < LEAST_SECONDS_BETWEEN):
            return
        self.last = now
        print(f"{self.flow}: {stage} {done:,} of {total:,} {unit}", file=sys.stderr, flush=True)
