package dev.braid.bench;

import dev.braid.notebook.KernelCommand;
import java.nio.file.Path;
import java.util.List;

/// A kernel that is measured, with its language's words for the same cells.
public enum KernelUnderTest {
  /// Ours, as the kernelspec starts it.
  BRAID(
      "System.out.println(\"running\"); while (true) {}",
      "System.out.println(\"running\"); Thread.sleep(100_000);",
      "for (int i = 0; i < 20_000; i++) System.out.println(\"line \" + i);"),

  /// IPython's.
  IPYKERNEL(
      "print('running', flush=True)\nwhile True: pass",
      "import time\nprint('running', flush=True)\ntime.sleep(100)",
      "for i in range(20_000): print('line', i)");

  /// How many lines [#lines] prints.
  static final int LINES = 20_000;

  private final String spin;
  private final String sleep;
  private final String lines;

  KernelUnderTest(String spin, String sleep, String lines) {
    this.spin = spin;
    this.sleep = sleep;
    this.lines = lines;
  }

  /// A cell that prints one line and then keeps a processor busy for ever.
  String spin() {
    return spin;
  }

  /// A cell that prints one line and then sleeps for 100 s.
  String sleep() {
    return sleep;
  }

  /// A cell that prints 20,000 lines.
  String lines() {
    return lines;
  }

  /// The command line for a connection file.
  List<String> command(Path connectionFile) throws MissingPeerException, InterruptedException {
    String file = connectionFile.toString();
    return switch (this) {
      case BRAID -> KernelCommand.ofThisProgram().with(file);
      case IPYKERNEL ->
          List.of(Python.with("ipykernel").command(), "-m", "ipykernel_launcher", "-f", file);
    };
  }
}
