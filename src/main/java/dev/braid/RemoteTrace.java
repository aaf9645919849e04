package dev.braid;

/// Where in a worker process a task failed: its stack trace is that of the worker; Python's
/// `RemoteTraceback`.
///
/// It is the cause of what the task threw, as it arrives in the parent, or the cause of its last
/// cause.
public final class RemoteTrace extends BraidException {
  private static final long serialVersionUID = 1L;

  RemoteTrace(String worker, Throwable thrown) {
    super("in " + worker);
    setStackTrace(thrown.getStackTrace());
  }
}
