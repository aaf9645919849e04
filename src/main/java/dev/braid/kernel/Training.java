package dev.braid.kernel;

import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.ExecuteRequest;
import dev.braid.jupyter.KernelClient;
import dev.braid.jupyter.KernelServer;
import dev.braid.jupyter.PendingReply;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Does what a kernel does in its first seconds, so that the JVM can record it for its
/// ahead-of-time cache: a server and a client in one process, a few cells, a child.
///
/// The launcher runs it after a build, with `-XX:AOTCacheOutput` for the kernel's cache and
/// `-Dbraid.train` for that of the children, in a data directory of its own.
public final class Training {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<String> CELLS =
      List.of(
          "1 + 1",
          "int twice(int x) { return 2 * x; }",
          "record Point(int x, int y) {}\nvar points = List.of(new Point(1, 2));\npoints",
          "for (int i = 0; i < 3; i++) System.out.println(twice(i));",
          "display(\"shown\");",
          "%time twice(4)",
          "nonsense",
          "throw new IllegalStateException(\"expected\");",
          """
          String name = "child";
          var p = new Process(() -> println(name, getpid(), points, new Exception("none")));
          p.start();
          p.join();
          """);

  /// Cells that are interrupted once they have printed something.
  private static final List<String> ENDLESS =
      List.of(
          "println(\"loop\"); while (true) {}",
          "println(\"sleep\"); Thread.sleep(100_000);",
          "{ println(\"loop\"); while (true) {} }",
          "{ println(\"sleep\"); Thread.sleep(100_000); }");

  private Training() {}

  /// Runs once and ends.
  public static void main(String[] arguments) {
    // The interpreter takes System.err over.
    PrintStream terminal = System.err;
    try {
      train();
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace(terminal);
      System.exit(1);
    }
  }

  private static void train() throws Exception {
    // What a kernel begins with, and this program doesn't.
    Class<?> _ = MethodHandles.lookup().ensureInitialized(KernelMain.class);
    ConnectionFile connection = ConnectionFile.create();
    try (KernelServer server = KernelServer.start(connection, new JavaInterpreter())) {
      try (KernelClient client = KernelClient.connect(connection)) {
        var _ = client.ready(PATIENCE);
        for (String cell : CELLS) {
          var _ = client.execute(ExecuteRequest.of(cell), _ -> {}).await(PATIENCE);
        }
        for (String cell : ENDLESS) {
          interrupt(client, cell);
        }
        var _ = client.complete("points.si", 9).await(PATIENCE);
        var _ = client.isComplete("for (;;) {").await(PATIENCE);
        var _ = client.inspect("Math.abs", 8, 0).await(PATIENCE);
        var _ = client.shutdown(false).await(PATIENCE);
      }
      var _ = server.awaitShutdown();
    }
  }

  private static void interrupt(KernelClient client, String cell) throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    PendingReply reply =
        client.execute(
            ExecuteRequest.of(cell),
            message -> {
              if (message.type().equals("stream")) {
                running.countDown();
              }
            });
    if (!running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("the cell has printed nothing; run it in a notebook: " + cell);
    }
    var _ = client.interrupt().await(PATIENCE);
    var _ = reply.await(PATIENCE);
  }
}
