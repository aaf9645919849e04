package dev.braid;

import dev.braid.code.StandIn;
import dev.braid.code.Traveller;
import dev.braid.memory.Block;
import dev.braid.memory.Held;
import java.io.InvalidObjectException;
import java.io.Serializable;

/// An object of a [ManagerServer] on its way within the server's own session, where the message
/// keeps its ticket: so it may lie in a queue that nobody has taken it from.
record ServedHandle(long block, long life, Passport passport)
    implements Held, StandIn, Traveller, Serializable {
  static ServedHandle of(Block ticket, Passport passport) {
    return new ServedHandle(ticket.block(), ticket.life(), passport);
  }

  @Override
  public Object original() throws InvalidObjectException {
    return passport.redeem();
  }

  @Override
  public FarHandle abroad() {
    return passport.far();
  }
}
