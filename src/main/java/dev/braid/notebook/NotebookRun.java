package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.braid.jupyter.ExecuteRequest;
import dev.braid.jupyter.InputSource;
import dev.braid.jupyter.KernelClient;
import dev.braid.jupyter.Message;
import dev.braid.jupyter.PendingReply;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// One run of a notebook, from top to bottom, in a fresh kernel: shown as it happens, recorded in
/// the notebook.
final class NotebookRun {
  /// How long an interrupted cell may take to end before its kernel is ended instead.
  private static final Duration INTERRUPT = Duration.ofSeconds(5);

  /// How cells are run.
  ///
  /// @param kernel starts the kernel
  /// @param timeout how long one cell may take; empty for as long as it likes
  /// @param allowErrors true to go on after a cell that failed
  /// @param input answers the kernel's questions; empty if nobody can
  record Options(
      KernelCommand kernel,
      Optional<Duration> timeout,
      boolean allowErrors,
      Optional<InputSource> input) {}

  private final Notebook notebook;
  private final Options options;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Transcript transcript;

  @GuardedBy("lock")
  private final OutputRecorder recorder = new OutputRecorder();

  @GuardedBy("lock")
  private final Map<String, Sent> sent = new HashMap<>();

  @GuardedBy("lock")
  private boolean over;

  /// A cell that was sent to the kernel.
  private record Sent(Cell cell, int count, InterruptCue cue) {}

  NotebookRun(Notebook notebook, Options options, Transcript transcript) {
    this.notebook = notebook;
    this.options = options;
    this.transcript = transcript;
  }

  /// Runs it. However it ends, the notebook has the outputs so far, and no process is left.
  ///
  /// @throws CellFailedException at the first cell that failed unannounced or took too long
  /// @throws KernelDiedException if the kernel ended by itself
  void execute() throws IOException, InterruptedException {
    notebook.cells().stream().filter(Cell::isCode).forEach(Cell::clear);
    synchronized (lock) {
      transcript.title(notebook);
    }
    var folder = notebook.file().toAbsolutePath().getParent();
    if (folder == null) {
      throw new NotebookException(notebook.file(), "is no file", "name a notebook");
    }
    try (var session = KernelSession.start(options.kernel(), folder)) {
      session.client().onOutput(message -> published(message, session.client()));
      options.input().ifPresent(session.client()::onInput);
      describe(session.languageInfo());
      int count = 0;
      for (Cell cell : notebook.cells()) {
        if (!cell.isCode()) {
          synchronized (lock) {
            transcript.headings(cell);
          }
        } else if (!cell.source().isBlank() && !cell.hasTag("skip-execution")) {
          count++;
          execute(session, cell, count);
        }
      }
    } finally {
      synchronized (lock) {
        over = true;
      }
    }
  }

  private void describe(JsonNode languageInfo) {
    var metadata = notebook.metadata();
    if (!metadata.has("kernelspec")) {
      metadata
          .putObject("kernelspec")
          .put("display_name", "Java (Braid)")
          .put("language", "java")
          .put("name", Kernelspec.NAME);
    }
    if (languageInfo.isObject()) {
      metadata.set("language_info", languageInfo);
    }
  }

  private void execute(KernelSession session, Cell cell, int count)
      throws IOException, InterruptedException {
    ExecuteRequest request = ExecuteRequest.of(cell.source());
    PendingReply pending;
    synchronized (lock) { // its output waits until it is known whose it is
      transcript.source(count, cell.source());
      cell.executionCount(count);
      pending =
          session
              .client()
              .execute(options.input().isPresent() ? request.withStdin() : request, _ -> {});
      sent.put(pending.id(), new Sent(cell, count, InterruptCue.of(cell)));
    }
    JsonNode reply = await(session, pending, count).content();
    if (!reply.path("status").asText().equals("ok")
        && !options.allowErrors()
        && !cell.hasTag("raises-exception")) {
      throw new CellFailedException(
          notebook,
          count,
          "failed: %s: %s"
              .formatted(reply.path("ename").asText("aborted"), reply.path("evalue").asText()),
          "correct it, or tag it raises-exception if that is meant");
    }
  }

  private Message await(KernelSession session, PendingReply pending, int count)
      throws IOException, InterruptedException {
    if (options.timeout().isEmpty()) {
      return KernelSession.await(pending);
    }
    Duration timeout = options.timeout().get();
    try {
      return KernelSession.await(pending, timeout);
    } catch (TimeoutException e) {
      boolean ended = interrupt(session, pending);
      throw new CellFailedException(
          notebook,
          count,
          "took longer than %s s and was %s"
              .formatted(
                  timeout.toSeconds(), ended ? "interrupted" : "ended together with its kernel"),
          "make it faster, or give it longer with --timeout");
    }
  }

  private static boolean interrupt(KernelSession session, PendingReply pending)
      throws IOException, InterruptedException {
    try {
      session.client().interrupt();
      KernelSession.await(pending, INTERRUPT); // its traceback says where it was
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /// On the client's thread.
  private void published(Message message, KernelClient client) {
    synchronized (lock) {
      Sent of = sent.get(message.parentId());
      if (of == null || over) {
        return; // the kernel's own status, or another client's cell
      }
      recorder.record(of.cell(), message.type(), message.content());
      transcript.message(of.count(), message.type(), message.content());
      if (of.cue().isGivenBy(of.cell())) {
        var _ = client.interrupt(); // the cell's own reply says how it ended
      }
    }
  }
}
