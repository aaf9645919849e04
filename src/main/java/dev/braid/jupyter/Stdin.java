package dev.braid.jupyter;

import static java.lang.System.Logger.Level.DEBUG;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Questions to the user: one at a time, the others wait in order.
final class Stdin {
  /// What consoles send when the user ends the input.
  private static final String END = "\u0004";

  private static final System.Logger LOG = System.getLogger(Stdin.class.getName());

  private static final class Question {
    final Cells.Cell cell;
    final Draft draft;
    final CompletableFuture<String> answer = new CompletableFuture<>();

    /// The `msg_id` with which it was asked; empty before.
    volatile String id = "";

    Question(Cells.Cell cell, Draft draft) {
      this.cell = cell;
      this.draft = draft;
    }
  }

  private final KernelSockets sockets;

  @GuardedBy("this")
  private final Deque<Question> questions = new ArrayDeque<>();

  Stdin(KernelSockets sockets) {
    this.sockets = sockets;
  }

  /// Asks and waits, until an answer comes or the wait is ended by [#interrupt], by [#end] or by an
  /// interrupt of the thread.
  String ask(Cells.Cell cell, String prompt, boolean password)
      throws InterruptedException, EOFException, StdinNotAllowedException {
    if (!cell.allowStdin()) {
      throw new StdinNotAllowedException();
    }
    Question question =
        new Question(
            cell,
            Draft.of("input_request", Json.object().put("prompt", prompt).put("password", password))
                .to(cell.identities())
                .answering(cell.header()));
    enter(question);
    try {
      String answer = question.answer.get();
      if (answer.equals(END)) {
        throw new EOFException("the user has ended the input; ask again if more is needed");
      }
      return answer;
    } catch (ExecutionException e) {
      throw ended(e.getCause());
    } finally {
      leave(question);
    }
  }

  private static InterruptedException ended(@Nullable Throwable cause) throws EOFException {
    if (cause instanceof EOFException eof) {
      throw eof;
    }
    return new InterruptedException("the cell was interrupted while it waited for input");
  }

  private synchronized void enter(Question question) {
    questions.add(question);
    if (questions.peek() == question) {
      askFirst();
    }
  }

  private synchronized void leave(Question question) {
    boolean first = questions.peek() == question;
    questions.remove(question);
    if (first) {
      askFirst();
    }
  }

  @GuardedBy("this")
  private void askFirst() {
    Question first = questions.peek();
    if (first != null) {
      sockets.ask(first.draft, id -> first.id = id);
    }
  }

  /// Takes an `input_reply`; one that nobody waits for is dropped.
  synchronized void reply(Message reply) {
    Question first = questions.peek();
    if (first == null
        || first.id.isEmpty()
        || answersAnother(reply, first)
        || !same(reply.identities(), first.cell.identities())) {
      LOG.log(DEBUG, "dropped an input_reply that nobody waits for");
      return;
    }
    first.answer.complete(reply.content().path("value").asText(""));
  }

  /// A late answer to a question that was interrupted. Not every client says which one it answers.
  private boolean answersAnother(Message reply, Question question) {
    return sockets.sent(reply.parentId()) && !reply.parentId().equals(question.id);
  }

  private static boolean same(List<byte[]> left, List<byte[]> right) {
    return Arrays.deepEquals(left.toArray(), right.toArray());
  }

  /// Ends all waits: the running cell is to stop.
  synchronized void interrupt() {
    questions.forEach(
        question -> question.answer.completeExceptionally(new InterruptedException()));
  }

  /// Ends the waits of a cell that has ended: clients don't listen to its questions any more.
  synchronized void end(Cells.Cell cell) {
    for (Question question : questions) {
      if (question.cell.number() == cell.number()) {
        question.answer.completeExceptionally(over());
      }
    }
  }

  /// Nobody answers questions of a cell that has ended.
  static EOFException over() {
    return new EOFException("the cell has ended, and its input too; ask while it runs");
  }
}
