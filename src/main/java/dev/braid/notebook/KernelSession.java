package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.jupyter.KernelClient;
import dev.braid.jupyter.Message;
import dev.braid.jupyter.PendingReply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// A kernel that this program started, and the client that talks to it. Closing it leaves no
/// process behind.
final class KernelSession implements AutoCloseable {
  /// A cold start on a busy machine takes a few seconds.
  private static final Duration START = Duration.ofSeconds(60);

  private static final Duration SHUTDOWN_REPLY = Duration.ofMillis(2500);

  /// `Future.get` counts nanoseconds in a long: 292 years at most.
  private static final Duration FOREVER = Duration.ofDays(36500);

  private final KernelProcess process;
  private final KernelClient client;
  private final JsonNode languageInfo;

  private KernelSession(KernelProcess process, KernelClient client, JsonNode languageInfo) {
    this.process = process;
    this.client = client;
    this.languageInfo = languageInfo;
  }

  /// Starts a kernel in a directory and waits until it answers.
  static KernelSession start(KernelCommand command, Path workingDirectory)
      throws IOException, InterruptedException {
    KernelProcess process = KernelProcess.start(command, workingDirectory);
    try {
      KernelClient client = KernelClient.connect(process.connection());
      process.onExit(client::fail);
      try {
        Message info = client.ready(START);
        process.hasAnswered();
        return new KernelSession(process, client, info.content().path("language_info"));
      } catch (TimeoutException | ExecutionException | InterruptedException | IOException e) {
        client.close();
        throw e;
      }
    } catch (TimeoutException e) {
      process.close();
      throw new IOException(
          "the kernel (pid %d) has not answered within %d s; run ./braid doctor"
              .formatted(process.pid(), START.toSeconds()),
          e);
    } catch (ExecutionException e) {
      process.close();
      throw died(e);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  KernelClient client() {
    return client;
  }

  /// What the kernel says of its language, for the notebook's metadata.
  JsonNode languageInfo() {
    return languageInfo;
  }

  /// Waits for a reply without end.
  static Message await(PendingReply reply) throws IOException, InterruptedException {
    try {
      return await(reply, FOREVER);
    } catch (TimeoutException e) {
      throw new IOException("the kernel has not answered for a hundred years; restart it", e);
    }
  }

  /// Waits for a reply.
  ///
  /// @throws KernelDiedException if none can come any more
  static Message await(PendingReply reply, Duration timeout)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return reply.await(timeout);
    } catch (ExecutionException e) {
      throw died(e);
    }
  }

  private static IOException died(ExecutionException failed) {
    return failed.getCause() instanceof KernelDiedException died
        ? died
        : new IOException("the kernel can't be reached; run ./braid doctor", failed.getCause());
  }

  /// Asks the kernel to end, then makes it.
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted(); // the kernel still gets its time to end well
    boolean willing = false;
    process.rememberDescendants();
    try {
      client.shutdown(false).await(SHUTDOWN_REPLY);
      willing = true;
    } catch (TimeoutException | ExecutionException e) {
      // It doesn't answer, or is dead: what follows ends it.
    } catch (InterruptedException e) {
      interrupted = true;
    }
    // Before the kernel has ended: sockets that have lost their peer take a second to close.
    client.close();
    try {
      if (willing) {
        boolean _ = process.awaitExit(); // if it hasn't ended by then, it is killed
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    process.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
