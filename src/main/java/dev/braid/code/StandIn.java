package dev.braid.code;

import java.io.IOException;

/// Something that travels in the place of an object, and is replaced by one where it arrives: what
/// `readResolve` does, but also where a [Screen] admits the stand-in alone.
public interface StandIn {
  /// The object, here.
  ///
  /// @throws IOException if there can be none
  Object original() throws IOException;
}
