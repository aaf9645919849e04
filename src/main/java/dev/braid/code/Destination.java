package dev.braid.code;

/// Where something is copied to, as messages say it.
///
/// @param name as in "can't be copied to"
/// @param there as in "create it"
record Destination(String name, String there) {
  /// A process that is being started.
  static final Destination CHILD = new Destination("a child process", "in the child");

  /// Whoever receives a message.
  static final Destination PROCESS = new Destination("another process", "in that process");

  /// Whoever is at the other end of a socket.
  static final Destination NETWORK =
      new Destination("the other end of a socket", "at the other end");
}
