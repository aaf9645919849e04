"""What CPython needs for the work that a benchmark measures: peers.py FUNCTION TIMES.

Prints one line per run, in milliseconds.
"""

import multiprocessing
import sys
import time


def nothing():
    """The target of an empty process."""


def start_join_spawn():
    process = multiprocessing.get_context("spawn").Process(target=nothing)
    process.start()
    process.join()


if __name__ == "__main__":
    work, times = globals()[sys.argv[1]], int(sys.argv[2])
    work()  # the first also imports
    for _ in range(times):
        begin = time.perf_counter()
        work()
        print((time.perf_counter() - begin) * 1000)
