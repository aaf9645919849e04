package dev.braid;

import dev.braid.code.StandIn;
import dev.braid.code.Traveller;
import java.io.InvalidObjectException;
import java.io.Serializable;

/// An object of a [ManagerServer] on its way within the session of one of its clients.
record CarriedHandle(Passport passport) implements StandIn, Traveller, Serializable {
  @Override
  public Object original() throws InvalidObjectException {
    return passport.redeem();
  }

  @Override
  public FarHandle abroad() {
    return passport.far();
  }
}
