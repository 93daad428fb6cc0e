"""What the peers share: the workload's file, and the line that says what was measured."""

import json
import resource
import sys


def workload():
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def report(tokens, seconds, note):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"tokens": tokens, "seconds": seconds, "peakBytes": peak, "note": note}), flush=True)
