package dev.braid.jupyter;

/// What a client may open comms to. Its methods are called on one thread, also while a cell runs.
public interface CommTarget {
  /// A client has opened a comm; `data` is in the message's content.
  void opened(Comm comm, Message message);

  /// The client has sent something: `data` in the content, and buffers.
  void received(Comm comm, Message message);

  /// The client has closed the comm.
  void closed(Comm comm, Message message);
}
