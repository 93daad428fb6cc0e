"""What the peers share: the workload's file, repetitions, and the line that says what was measured."""

import json
import resource
import sys
import time


def workload():
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def repeat(work, once):
    """Does work as often as the workload says, and returns the seconds of each time."""
    seconds = []
    while len(seconds) < work["times"] or sum(seconds) < work["least_seconds"]:
        start = time.perf_counter()
        once()
        seconds.append(time.perf_counter() - start)
    return seconds


def report(tokens, seconds, note):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"tokens": tokens, "seconds": seconds, "peakBytes": peak, "note": note}), flush=True)
