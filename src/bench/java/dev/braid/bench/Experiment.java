package dev.braid.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Ours and its peer at the same work, and what the table says of them.
///
/// @param ours what is measured
/// @param peer what it is compared with
/// @param rows one for each figure
record Experiment(Side.Jmh ours, Side peer, List<Row> rows) {
  Experiment {
    rows = List.copyOf(rows);
  }

  /// What 0 % may read as: one tick of the system's clock, 10 ms, in the window of 500 ms.
  private static final double TICK = 2;

  // A time is in milliseconds.
  private static final double MICROS = 1e3;
  private static final double NANOS = 1e6;

  /// So many megabytes in a millisecond are as many gigabytes in a second.
  private static final double MIB_IN_MB = (1 << 20) / 1e6;

  /// All there are, in the table's order.
  static List<Experiment> all() {
    return List.of(
        ofKernels(
            "KernelBenchmark.start",
            Map.of(),
            Row.median("kernel: start to ready, ms", new Target.TimesPeer(1))),
        ofKernels(
            "KernelBenchmark.firstCell",
            Map.of(),
            Row.median("kernel: first cell, ms", new Target.AtMost(150))),
        ofKernels(
            "KernelBenchmark.warmCell",
            Map.of(),
            Row.median("kernel: 1+1 warm, ms", new Target.AtMost(12))),
        ofKernels(
            "KernelBenchmark.lines",
            Map.of(),
            Row.median("kernel: 20,000 printed lines, ms", new Target.AtMost(150)),
            Row.max("kernel: 20,000 printed lines, messages", "messages", new Target.AtMost(50)),
            Row.max("kernel: 20,000 printed lines, lost", "lost", new Target.AtMost(0))),
        interrupts("SPIN", "while(true){}"),
        interrupts("SLEEP", "Thread.sleep"),
        new Experiment(
            new Side.Jmh("Braid", "ProcessBenchmark.startJoinCold", Map.of()),
            new Side.Cpython("start_join_spawn"),
            List.of(Row.median("process: start + join, cold JVM, ms", new Target.TimesPeer(1.5)))),
        messages(
            "small",
            "1",
            "64",
            "queue_1_to_1",
            Row.rate("queue: 64 bytes, 1 to 1, thousands/s", 1, new Target.FasterThanPeer(20))),
        messages(
            "small",
            "4",
            "64",
            "queue_4_to_4",
            Row.rate("queue: 64 bytes, 4 to 4, thousands/s", 1, new Target.FasterThanPeer(10))),
        messages(
            "large",
            "1",
            "1048576",
            "queue_1_mib",
            Row.rate("queue: 1 MiB, 1 to 1, GB/s", MIB_IN_MB, new Target.FasterThanPeer(4))),
        ofPython(
            "PipeBenchmark.running",
            "pipe_running",
            Row.median("pipe: round trip, both running, us", MICROS, new Target.TimesPeer(0.1))),
        ofPython(
            "PipeBenchmark.parked",
            "pipe_parked",
            Row.median("pipe: round trip, parked, us", MICROS, new Target.TimesPeer(1))),
        ofPython(
            "LockBenchmark.acquireRelease",
            "lock_acquire_release",
            Row.median("lock: acquire + release, ns", NANOS, new Target.TimesPeer(1.0 / 3))),
        ofPython(
            "ValueBenchmark.increment",
            "value_increment",
            Row.rate(
                "value: += 1 under its lock, 2 processes, thousands/s",
                1,
                new Target.FasterThanPeer(5))),
        ofPython(
            "PoolBenchmark.apply",
            "pool_apply",
            Row.median("pool: apply, round trip, us", MICROS, new Target.TimesPeer(0.1))),
        ofPython(
            "PoolBenchmark.mapSingly",
            "pool_map_singly",
            Row.rate(
                "pool: map, chunk size 1, thousands of tasks/s", 1, new Target.FasterThanPeer(20))),
        ofPython(
            "PoolBenchmark.map",
            "pool_map",
            Row.rate(
                "pool: map, 100,000 ints, default chunk, M/s", 1e-3, new Target.FasterThanPeer(2))),
        ofPython(
            "ManagerBenchmark.set",
            "manager_set",
            Row.median("manager: dict, one set, us", MICROS, new Target.TimesPeer(0.2))),
        new Experiment(
            new Side.Jmh("Braid", "CellLoopBenchmark.loop", Map.of("origin", "CELL")),
            new Side.Jmh("javac", "CellLoopBenchmark.loop", Map.of("origin", "JAVAC")),
            List.of(Row.median("cell loop, us", new Target.TimesPeer(1.05)))));
  }

  private static Experiment interrupts(String work, String cell) {
    String row = "kernel: interrupt of " + cell;
    return ofKernels(
        "InterruptBenchmark.interrupt",
        Map.of("work", work),
        Row.median(row + ", ms", new Target.AtMost(50)),
        Row.max(row + ", worst, ms", new Target.AtMost(50)),
        Row.median(row + ", CPU % afterwards", "busy", new Target.AtMost(TICK)));
  }

  private static Experiment ofPython(String benchmark, String function, Row row) {
    return new Experiment(
        new Side.Jmh("Braid", benchmark, Map.of()), new Side.Cpython(function), List.of(row));
  }

  private static Experiment messages(
      String size, String pairs, String bytes, String function, Row row) {
    return new Experiment(
        new Side.Jmh("Braid", "QueueBenchmark." + size, Map.of("pairs", pairs, "bytes", bytes)),
        new Side.Cpython(function),
        List.of(row));
  }

  private static Experiment ofKernels(
      String benchmark, Map<String, String> parameters, Row... rows) {
    return new Experiment(
        new Side.Jmh("Braid", benchmark, with(parameters, KernelUnderTest.BRAID)),
        new Side.Jmh("ipykernel", benchmark, with(parameters, KernelUnderTest.IPYKERNEL)),
        List.of(rows));
  }

  private static Map<String, String> with(Map<String, String> parameters, KernelUnderTest kernel) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("kernel", kernel.name());
    return all;
  }
}
