package dev.braid;

import java.io.InvalidObjectException;
import java.io.Serializable;

/// All that a process of the session needs to call an object of a [ManagerServer]: what a
/// [FarHandle] says, but the type as a class; what may come in with answers; and the key.
///
/// It is written into the session's own memory alone. What goes to others is [#far].
///
/// @param type by which the object is called
record Passport(
    String place,
    int port,
    long server,
    long object,
    Class<?> type,
    Admission admission,
    byte[] key)
    implements Serializable {
  static Passport of(FarHandle far, Class<?> type, Admission admission, byte[] key) {
    return new Passport(
        far.place(), far.port(), far.server(), far.object(), type, admission, key.clone());
  }

  /// The same without the key.
  FarHandle far() {
    return new FarHandle(place, port, server, object, type.getName());
  }

  /// The object, here.
  Object redeem() throws InvalidObjectException {
    return Host.here(server) == null ? ManagerClient.of(this).proxy(far(), type) : far().original();
  }

  /// Without the key.
  @Override
  public String toString() {
    return "Passport[%s]".formatted(far());
  }
}
