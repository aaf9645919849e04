package dev.braid.memory;

import dev.braid.os.OperatingSystem;

/// Who may own a word of shared memory: numbers from 1 to 2^30 - 1.
interface Owners {
  /// This process's number.
  int self();

  /// True if it is certain that the process of that number runs no more; may ask the operating
  /// system.
  boolean isDead(int owner);

  /// Processes by their pids, for what must work before a process has a number of the session.
  static Owners byPid() {
    int self = (int) ProcessHandle.current().pid();
    OperatingSystem os = OperatingSystem.current();
    return new Owners() {
      @Override
      public int self() {
        return self;
      }

      @Override
      public boolean isDead(int owner) {
        return os.isDead(owner);
      }
    };
  }
}
