"""Times one piece of work and prints what it cost, as one line of JSON."""

import json
import resource
import time


def tell_outcome(work, version, quality=None):
    """work() gives what must be the same on all sides, or None where nothing is compared."""
    began, cpu_began = time.perf_counter(), time.process_time()
    answer = work()
    figures = {
        "seconds": time.perf_counter() - began,
        "cpuSeconds": time.process_time() - cpu_began,
        # Linux counts in KiB
        "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "version": version,
    }
    if answer is not None:
        figures["answer"] = answer
    if quality is not None:
        figures["quality"] = quality()
    print(json.dumps(figures))
