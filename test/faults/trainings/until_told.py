"""What the trainings of the tests have in common: they go on until they are told to stop, and say what they logged."""

import json
import math
import select
import sys


def is_told_to_stop():
    """Whether there is something to read on the standard input, or its end."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def as_sent(value):
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def tell(run_id, logged):
    """Prints what was logged, in order."""
    points = [{"step": step, "values": {k: as_sent(v) for k, v in values.items()}} for step, values in logged]
    print(json.dumps({"id": run_id, "points": points}))
