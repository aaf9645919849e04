package dev.braid;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/// A pool of a manager, in a process that uses it. Its workers are the server's children; inputs
/// are taken, and callbacks run, here.
final class PoolProxy extends Pool implements Serializable {
  private static final long serialVersionUID = 1L;

  /// What a pool can at its server.
  interface Served extends PoolDesk, PoolCounter.Opening {}

  private final transient Remote remote;

  PoolProxy(Remote remote, Served pool) {
    super(pool, new Mailbox(pool));
    this.remote = remote;
  }

  Remote remote() {
    return remote;
  }

  private Object writeReplace() {
    return remote.handle();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a proxy travels as the name of its object");
  }
}
