"""How slow this machine is, for tests that bound the processor time of hostile input."""

import time
from functools import cache


@cache
def slowness() -> float:
    """How many times as long this machine takes as the one on which the bounds were set; 1 where it is as fast.

    Measured with two million steps of a loop, which took that one 0.12 s.
    """
    started = time.process_time()
    count = 0
    for step in range(2_000_000):
        count += step & 3
    return max(1.0, (time.process_time() - started) / 0.12)
