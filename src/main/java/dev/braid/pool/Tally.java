package dev.braid.pool;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what each worker has done, from any thread.
final class Tally {
  private final ConcurrentHashMap<String, LongAdder> done = new ConcurrentHashMap<>();
  private final LongAdder failures = new LongAdder();

  void add(String worker, int count, int failed) {
    done.computeIfAbsent(worker, _ -> new LongAdder()).add(count);
    failures.add(failed);
  }

  /// What is counted by now. Tasks that end meanwhile may be missing, here or there; the numbers
  /// fit together anyway.
  Progress progress(String label, OptionalLong total, Duration elapsed) {
    // First: each failure's task is counted before it.
    long failed = Math.max(0, failures.sum());
    Map<String, Long> byWorker = new TreeMap<>();
    done.forEach((worker, count) -> byWorker.put(worker, count.sum()));
    long all = byWorker.values().stream().mapToLong(Long::longValue).sum();
    OptionalLong known =
        total.isEmpty() ? total : OptionalLong.of(Math.max(total.getAsLong(), all));
    return new Progress(label, all, known, Math.min(failed, all), elapsed, byWorker);
  }
}
