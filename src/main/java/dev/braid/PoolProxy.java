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
  private final transient Mailbox mailbox;

  PoolProxy(Remote remote, Served pool) {
    this(remote, pool, new Mailbox(pool));
  }

  private PoolProxy(Remote remote, Served pool, Mailbox mailbox) {
    super(pool, mailbox);
    this.remote = remote;
    this.mailbox = mailbox;
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

  /// As [Pool#join]; then what this process submitted has arrived here, too.
  @Override
  public void join() {
    super.join();
    try {
      mailbox.awaitAll();
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("joining " + named(), e);
    }
  }

  @Override
  String named() {
    return "a pool of a manager";
  }
}
