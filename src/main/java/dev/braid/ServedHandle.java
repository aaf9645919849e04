package dev.braid;

import dev.braid.code.StandIn;
import dev.braid.code.Traveller;
import dev.braid.memory.Block;
import dev.braid.memory.Held;
import java.io.InvalidObjectException;
import java.io.Serializable;

/// An object of a [ManagerServer] on its way within the server's own session, where the message
/// keeps its ticket: so it may lie in a queue that nobody has taken it from.
///
/// @param far what it is elsewhere
record ServedHandle(long block, long life, FarHandle far)
    implements Held, StandIn, Traveller, Serializable {
  ServedHandle(Block ticket, FarHandle far) {
    this(ticket.block(), ticket.life(), far);
  }

  @Override
  public Object original() throws InvalidObjectException {
    return far.original();
  }

  @Override
  public Object abroad() {
    return far;
  }
}
