package dev.braid.kernel;

import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.KernelServer;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// The kernel's program: `java ... dev.braid.kernel.KernelMain connection.json`.
///
/// It ends with status 0 after a shutdown request, 2 if it can't use its connection file. SIGTERM,
/// and the end of the process that `JPY_PARENT_PID` names, end it cleanly too.
public final class KernelMain {
  private static final int BAD_START = 2;

  private KernelMain() {}

  /// Serves until a client asks for the end.
  ///
  /// @throws InterruptedException if the main thread is interrupted
  public static void main(String[] arguments) throws InterruptedException {
    // The interpreter takes System.err over; what the user of a shell must see goes here.
    PrintStream terminal = System.err;
    if (arguments.length != 1) {
      terminal.println(
          "braid: give one connection file, as Jupyter does with {connection_file}; there are "
              + arguments.length);
      System.exit(BAD_START);
      return;
    }
    try {
      ConnectionFile connection = ConnectionFile.read(Path.of(arguments[0]));
      serve(connection);
      System.exit(0);
    } catch (IOException e) {
      terminal.println("braid: " + e.getMessage());
      System.exit(BAD_START);
    }
  }

  private static void serve(ConnectionFile connection) throws IOException, InterruptedException {
    try (KernelServer server = KernelServer.start(connection, new JavaInterpreter())) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "braid-shutdown"));
      endWithParent();
      server.awaitShutdown();
    }
  }

  /// Ends this process, as SIGTERM does, when the one that jupyter_client or our runner names as
  /// its parent has ended: one that was killed could not say so.
  private static void endWithParent() {
    String parent = System.getenv("JPY_PARENT_PID");
    // On Windows jupyter_client gives the number of a handle, not a pid. Pid 1 ends last.
    boolean isPid = parent != null && parent.matches("[0-9]{1,18}") && File.separatorChar == '/';
    if (isPid && Long.parseLong(parent) > 1) {
      var _ =
          ProcessHandle.of(Long.parseLong(parent))
              .map(ProcessHandle::onExit)
              // It has ended already, before we could look.
              .orElseGet(() -> CompletableFuture.completedFuture(null))
              .thenRunAsync(() -> System.exit(0));
    }
  }
}
