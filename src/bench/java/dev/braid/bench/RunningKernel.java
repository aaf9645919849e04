package dev.braid.bench;

import dev.braid.jupyter.ConnectionFile;
import dev.braid.jupyter.ExecuteRequest;
import dev.braid.jupyter.KernelClient;
import dev.braid.jupyter.Message;
import dev.braid.jupyter.PendingReply;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A kernel's process and a client of it.
final class RunningKernel {
  /// So long that only a kernel which hangs exceeds it.
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration SHUTDOWN = Duration.ofSeconds(5);

  /// After that long, what the kernel published was sent before it knew that we listen.
  private static final Duration UNHEARD = Duration.ofMillis(200);

  private final Path folder;
  private final Process process;
  private final KernelClient client;

  private RunningKernel(Path folder, Process process, KernelClient client) {
    this.folder = folder;
    this.process = process;
    this.client = client;
  }

  /// Starts the command line; the kernel need not answer yet.
  ///
  /// @param folder an empty one, which is removed with the kernel
  static RunningKernel start(Path folder, List<String> command, ConnectionFile connection)
      throws IOException {
    Path file = folder.resolve("connection.json");
    connection.write(file);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // It ends when we do, also when we have no time to tell it.
    builder.environment().put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
    Process process = builder.start();
    KernelClient client = KernelClient.connect(connection);
    boolean _ =
        process
            .onExit()
            .thenAccept(ended ->
                client.fail(
                    new IOException(
                        "the kernel ended with status %d; run %s"
                            .formatted(ended.exitValue(), command))))
            .isDone();
    return new RunningKernel(folder, process, client);
  }

  /// Starts a kernel and waits until it can run cells and be heard.
  static RunningKernel ready(KernelUnderTest kernel)
      throws IOException,
          InterruptedException,
          MissingPeerException,
          ExecutionException,
          TimeoutException {
    Path folder = Files.createTempDirectory("braid-bench-");
    List<String> command = kernel.command(folder.resolve("connection.json"));
    RunningKernel running = start(folder, command, ConnectionFile.create());
    running.awaitAnswer();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        running.client.ready(UNHEARD);
        return running;
      } catch (TimeoutException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  /// Waits until it has answered what it is.
  void awaitAnswer() throws InterruptedException, TimeoutException, ExecutionException {
    client.kernelInfo().await(LIMIT);
  }

  /// Runs a cell to its end and returns the reply.
  ///
  /// @throws IllegalStateException if the cell fails
  Message run(String code) throws InterruptedException, TimeoutException, ExecutionException {
    return run(code, _ -> {});
  }

  /// Runs a cell to its end and returns the reply; the listener hears its output.
  ///
  /// @throws IllegalStateException if the cell fails
  Message run(String code, Consumer<Message> listener)
      throws InterruptedException, TimeoutException, ExecutionException {
    Message reply = begin(code, listener).await(LIMIT);
    if (!reply.text("status").equals("ok")) {
      throw new IllegalStateException(
          "the cell has failed; try it in a notebook: %s%n%s".formatted(code, reply.content()));
    }
    return reply;
  }

  /// Begins a cell whose output the listener hears.
  PendingReply begin(String code, Consumer<Message> listener) {
    return client.execute(ExecuteRequest.of(code), listener);
  }

  /// Asks it to stop the running cell.
  PendingReply interrupt() {
    return client.interrupt();
  }

  /// The processor time that it has used, of all its threads.
  Duration processorTime() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(
            () -> new IllegalStateException("the kernel has ended, or its system does not tell"));
  }

  /// Ends both.
  void end() throws IOException, InterruptedException {
    try {
      client.shutdown(false).await(SHUTDOWN);
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly(); // it doesn't listen
    }
    client.close();
    if (!process.waitFor(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
    Files.deleteIfExists(folder.resolve("connection.json"));
    Files.delete(folder);
  }
}
