package dev.braid.os;

/// A child process, from its parent's side. Safe for use by many threads; no method blocks.
public interface Child {
  /// Its number in the operating system's process table.
  long pid();

  /// Sends bytes down to the child's [ParentLink]; they are lost if the child has ended.
  void send(byte[] bytes);

  /// Sends a signal; nothing happens once the child has ended.
  void signal(int number);

  /// Takes an ended child out of the process table, where it stays a zombie until then.
  ///
  /// Nothing happens before its [ChildWatcher] heard of the end, and on systems without zombies.
  void reap();
}
