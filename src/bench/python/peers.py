"""What CPython needs for the work that a benchmark measures: peers.py FUNCTION TIMES.

Prints one line per run: the milliseconds of one operation. A function yields them, in seconds, without end; the
first is not printed. What the functions do is what our benchmarks of the same name do; rounds of small messages are
shorter, for Python takes longer for each. Queues,
pipes, locks, values, pools and managers are those of the context "fork", which is Python's fastest.
"""

import contextlib
import itertools
import multiprocessing
import sys
import time

fork = multiprocessing.get_context("fork")


def timed(work, operations=1):
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) / operations


def nothing():
    """The target of an empty process."""


def start_join_spawn():
    def run():
        process = multiprocessing.get_context("spawn").Process(target=nothing)
        process.start()
        process.join()

    while True:
        yield timed(run)


def rounds(operations, *works):
    """Child processes that do their works in rounds, all at once."""

    def child(work, control):
        while True:
            control.recv()
            work()
            control.send(True)

    controls = []
    for work in works:
        ours, theirs = fork.Pipe()
        fork.Process(target=child, args=(work, theirs), daemon=True).start()
        controls.append(ours)

    def run():
        for control in controls:
            control.send(True)
        for control in controls:
            control.recv()

    while True:
        yield timed(run, operations)


def queue(pairs, size, count):
    items = fork.Queue()
    each = count // pairs

    def produce():
        payload = bytes(size)
        for _ in range(each):
            items.put(payload)

    def consume():
        for _ in range(each):
            assert len(items.get()) == size

    return rounds(count, *([produce, consume] * pairs))


def queue_1_to_1():
    return queue(1, 64, 20_000)


def queue_4_to_4():
    return queue(4, 64, 20_000)


def queue_1_mib():
    return queue(1, 1 << 20, 100)


def echo_pipe():
    ours, theirs = fork.Pipe()

    def echo():
        with contextlib.suppress(EOFError):
            while True:
                theirs.send(theirs.recv())

    fork.Process(target=echo, daemon=True).start()
    return ours


def pipe_running():
    pipe, payload, trips = echo_pipe(), bytes(64), 5_000

    def run():
        for _ in range(trips):
            pipe.send(payload)
            assert len(pipe.recv()) == len(payload)

    while True:
        yield timed(run, trips)


def pipe_parked():
    pipe, payload = echo_pipe(), bytes(64)

    def run():
        pipe.send(payload)
        pipe.recv()

    while True:
        time.sleep(0.003)
        yield timed(run)


def lock_acquire_release():
    lock, times = fork.Lock(), 1_000_000

    def run():
        for _ in range(times):
            lock.acquire()
            lock.release()

    return rounds(times, run)


def value_increment():
    value, times, processes = fork.Value("q", 0), 200_000, 2

    def run():
        for _ in range(times // processes):
            with value.get_lock():
                value.value += 1

    return rounds(times, *([run] * processes))


def increment(x):
    return x + 1


def pool_apply():
    calls = 1_000
    pool = fork.Pool(2)

    def run():
        for i in range(calls):
            assert pool.apply(increment, (i,)) == i + 1

    while True:
        yield timed(run, calls)


def pool_map_of(count, chunk_size=None):
    pool = fork.Pool(2)

    def run():
        results = pool.map(increment, range(count), chunk_size)
        assert len(results) == count
        assert results[-1] == count

    while True:
        yield timed(run, count)


def pool_map_singly():
    return pool_map_of(20_000, 1)


def pool_map():
    return pool_map_of(100_000)


def manager_set():
    times = 2_000
    shared = fork.Manager().dict()  # which keeps the manager

    def run():
        for i in range(times):
            shared["key"] = i

    return rounds(times, run)


if __name__ == "__main__":
    work, times = globals()[sys.argv[1]], int(sys.argv[2])
    for seconds in itertools.islice(work(), 1, times + 1):  # the first also imports
        print(seconds * 1000)
