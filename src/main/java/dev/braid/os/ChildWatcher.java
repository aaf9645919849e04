package dev.braid.os;

/// What a parent learns of its child. Calls come one at a time, in the order of the events; they
/// must not block.
public interface ChildWatcher {
  /// Bytes that the child's machine code, not its Java code, wrote to descriptor 1 (`error` false)
  /// or 2.
  void printed(long pid, boolean error, byte[] bytes);

  /// Bytes that the child sent up its [ParentLink].
  void reported(byte[] bytes);

  /// The child has ended; everything that it printed and reported has been handed over.
  void ended(long pid, Ended how);
}
