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
