package dev.braid.kernel;

import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.KernelServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/// The kernel's program: `java ... dev.braid.kernel.KernelMain connection.json`.
///
/// It ends with status 0 after a shutdown request, 2 if it can't use its connection file. SIGTERM
/// ends it cleanly too.
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
      server.awaitShutdown();
    }
  }
}
