package dev.braid;

import dev.braid.pool.ShortDuration;
import dev.braid.pool.Trouble;
import dev.braid.spawn.Failure;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// What users get for a task that has no result: an unchecked exception, or an error.
final class Troubles {
  private static final Set<String> OURS =
      Set.of(Troubles.class.getName(), Ending.class.getName(), AsyncResult.class.getName());

  /// A chain of causes may be a circle.
  private static final int MOST_CAUSES = 100;

  private Troubles() {}

  static Throwable exception(Trouble trouble) {
    try {
      return of(trouble);
    } catch (RuntimeException | Error e) {
      // An exception may have code of its own that fails; then that is what the user sees.
      return e;
    }
  }

  private static Throwable of(Trouble trouble) {
    return switch (trouble) {
      case Trouble.Failed(var failure, var worker) -> failed(failure, worker);
      case Trouble.Threw(var exception) -> unchecked(exception);
      case Trouble.Uncopyable(var text) -> new CopyException(text);
      case Trouble.Unreadable(var cause) -> new UnreadableException(cause);
      case Trouble.Died(var departure) -> new WorkerDiedException(departure);
      case Trouble.NotStarted(var text, var cause) -> new StartFailedException(text, cause);
      case Trouble.NoMemory(var cause) -> new SharedMemoryFullException(cause);
      case Trouble.TookTooLong(var limit, var worker) ->
          new TaskTimeoutException(
              "the task took longer than %s; it was ended with its worker, %s"
                  .formatted(ShortDuration.of(limit), worker));
      case Trouble.Cancelled() -> new CancellationException("the task was cancelled");
      case Trouble.Terminated() ->
          new PoolTerminatedException("the pool was terminated before the task had ended");
    };
  }

  private static Throwable failed(Failure failure, String worker) {
    return switch (failure) {
      case Failure.Thrown(var exception) -> {
        explain(exception, new RemoteTrace(worker, exception));
        yield unchecked(exception);
      }
      case Failure.Described(var text) -> new ChildException(text);
      case Failure.NotStarted(var text) -> new StartFailedException(text);
    };
  }

  /// Makes the trace the cause of the last cause; one that refuses to have a cause gets it beside.
  static void explain(Throwable exception, RemoteTrace trace) {
    Throwable last = exception;
    for (int depth = 0; last.getCause() != null && depth < MOST_CAUSES; depth++) {
      last = last.getCause();
    }
    try {
      last.initCause(trace);
    } catch (IllegalStateException e) {
      exception.addSuppressed(trace);
    }
  }

  private static boolean isRemote(Throwable exception) {
    Throwable last = exception;
    for (int depth = 0; last.getCause() != null && depth < MOST_CAUSES; depth++) {
      last = last.getCause();
    }
    return last instanceof RemoteTrace;
  }

  private static Throwable unchecked(Throwable exception) {
    return exception instanceof RuntimeException || exception instanceof Error
        ? exception
        : new TaskException("the task threw " + exception, exception);
  }

  /// What the pool says of a task, made wherever it was noticed: that place is of no interest.
  private static boolean isPools(Throwable exception) {
    return exception instanceof WorkerDiedException
        || exception instanceof TaskTimeoutException
        || exception instanceof PoolTerminatedException
        || exception instanceof CancellationException;
  }

  /// Throws it. The stack trace of what comes from a worker process is in its [RemoteTrace]; its
  /// own is that of who asks.
  static RuntimeException rethrow(Throwable exception) {
    if (isRemote(exception) || isPools(exception)) {
      exception.setStackTrace(
          Arrays.stream(new Throwable().getStackTrace())
              .dropWhile(frame -> OURS.contains(frame.getClassName()))
              .toArray(StackTraceElement[]::new));
    }
    if (exception instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) exception;
  }
}
