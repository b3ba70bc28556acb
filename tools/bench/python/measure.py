"""Runs a command and prints its wall time and the largest resident set of its processes, as one line of JSON."""

import json
import resource
import subprocess
import sys
import time

started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
seconds = time.perf_counter() - started
# Linux counts in KiB.
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "peakBytes": peak}))
