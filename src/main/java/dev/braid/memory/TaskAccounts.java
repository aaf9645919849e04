package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which process holds how many tasks of a [TaskCount], under its lock.
///
/// A process that says that a task is done means one of its own if it holds any. Otherwise it means
/// one of a process that has died, if such a one holds any; otherwise one of the only holder. Of
/// several living holders nobody knows whose it was: the task is done, but stays in all their
/// accounts, each of which so tells the most that its holder can have. As soon as all that was
/// taken is done, all are empty.
///
/// Two numbers change with a task, an account and the progress, in this order; who comes after one
/// who was killed between makes the second change. While all that was taken is done, accounts mean
/// nothing: they are about to be emptied, or a task was about to be taken.
///
/// A task is taken just before its message is. If that was the end of its taker, or failed, the
/// next one who takes the message takes the task from him.
final class TaskAccounts {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long TAKER = TaskCountLayout.offset("taker");
  private static final long UNASSIGNED = TaskCountLayout.offset("unassigned");
  private static final long PROGRESS = TaskCountLayout.offset("progress");
  private static final long TAKEN = TaskCountLayout.offset("taken");
  private static final int COUNT_BITS = 28;
  private static final int MASK = (1 << COUNT_BITS) - 1;
  private static final int NOBODY = -1;
  private static final int SEVERAL = -2;

  private final MemorySegment memory;
  private final ProcessTable processes;
  private final int self;

  TaskAccounts(MemorySegment memory, ProcessTable processes) {
    this.memory = memory;
    this.processes = processes;
    this.self = processes.self();
  }

  /// Tasks that are done, modulo 2^28; also without the lock.
  int done() {
    return (int) progress() & MASK;
  }

  /// Tasks that are held, one that is about to be taken included.
  int held() {
    return (counted() - done()) & MASK;
  }

  /// This process takes the task of that index.
  void take(int index) {
    if (ahead(index) == 1) {
      takeBack();
    }
    if (ahead(index) > 0) {
      // Somebody said before that it is done.
      return;
    }
    memory.set(JAVA_INT, TAKER, self);
    int own = ownAccount();
    boolean isFree = count(account(own)) == 0;
    add(own, isFree ? self : number(account(own)), 1);
    KillPoint.at("tasks.taking");
    progress(counted() + 1, done());
    KillPoint.at("tasks.taken");
  }

  /// Takes the task of the last taker back.
  private void takeBack() {
    int account = takersAccount();
    if (account != NOBODY) {
      progress(counted() - 1, done());
      KillPoint.at("tasks.returning");
      add(account, taker(), -1);
      emptyIfAllDone();
    }
  }

  /// One task is done: one that is held, or the next one to be taken.
  void finish() {
    int holder = holder();
    if (holder == NOBODY) {
      progress(counted() + 1, done() + 1);
    } else {
      if (holder == SEVERAL) {
        INT.setRelease(memory, UNASSIGNED, unassigned() + 1);
      } else {
        add(holder, number(account(holder)), -1);
      }
      KillPoint.at("tasks.finishing");
      progress(counted(), done() + 1);
    }
    KillPoint.at("tasks.counted");
    emptyIfAllDone();
  }

  /// The account that a task is done of; [#NOBODY] if none is held.
  private int holder() {
    int dead = NOBODY;
    int found = NOBODY;
    for (int i = 0; i < ProcessTable.SLOTS; i++) {
      int index = fromOwn(i);
      long account = account(index);
      if (count(account) == 0) {
        continue;
      }
      if (number(account) == self) {
        return index;
      }
      if (processes.isKnownDead(number(account))) {
        dead = index;
      }
      found = found == NOBODY ? index : SEVERAL;
    }
    return dead == NOBODY ? found : dead;
  }

  private void emptyIfAllDone() {
    if (held() == 0 && unassigned() > 0) {
      empty();
    }
  }

  private void empty() {
    for (int index = 0; index < ProcessTable.SLOTS; index++) {
      long account = account(index);
      if (count(account) > 0) {
        add(index, number(account), -count(account));
        KillPoint.at("tasks.emptying");
      }
    }
    INT.setRelease(memory, UNASSIGNED, 0);
  }

  /// Makes the change that somebody who died with the lock had begun.
  void repair() {
    int held = held();
    if (held == 0) {
      empty();
      return;
    }
    int sum = -unassigned();
    for (int index = 0; index < ProcessTable.SLOTS; index++) {
      sum += count(account(index));
    }
    if (sum < held) {
      progress(counted(), counted() - sum);
      KillPoint.at("tasks.repaired");
      emptyIfAllDone();
    } else {
      progress(done() + sum, done());
    }
  }

  /// Those who hold tasks; also without the lock, then as it was at different moments.
  Set<Integer> holders() {
    Set<Integer> holders = new LinkedHashSet<>();
    for (int index = 0; index < ProcessTable.SLOTS; index++) {
      long account = account(index);
      if (count(account) > 0) {
        holders.add(number(account));
      }
    }
    return holders;
  }

  /// How many tasks were lost with that process, which is dead.
  ///
  /// @param got how many messages have been taken
  int lost(int dead, int got) {
    int index = find(dead);
    int untaken = taker() == dead && ahead(got) == 1 ? 1 : 0;
    return index == NOBODY ? 0 : Math.max(0, Math.min(count(account(index)), held()) - untaken);
  }

  /// By how much the tasks that are done or held are more than those of lower indexes.
  private int ahead(int index) {
    int unused = Integer.SIZE - COUNT_BITS;
    return (counted() - index) << unused >> unused;
  }

  /// The account of the last taker, if he holds any.
  private int takersAccount() {
    int index = find(taker());
    return index == NOBODY || count(account(index)) == 0 ? NOBODY : index;
  }

  private int find(int number) {
    for (int i = 0; i < ProcessTable.SLOTS; i++) {
      int index = (ProcessTable.slot(number) + i) % ProcessTable.SLOTS;
      if (number(account(index)) == number) {
        return index;
      }
    }
    return NOBODY;
  }

  /// This process's account, or a free one; if there is neither, one of somebody who has died.
  private int ownAccount() {
    int own = find(self);
    int dead = 0;
    for (int i = 0; own == NOBODY && i < ProcessTable.SLOTS; i++) {
      long account = account(fromOwn(i));
      if (count(account) == 0) {
        own = fromOwn(i);
      } else if (processes.isKnownDead(number(account))) {
        dead = fromOwn(i);
      }
    }
    // No more can live beside this one: if none is free, some are of the dead.
    return own == NOBODY ? dead : own;
  }

  private int fromOwn(int distance) {
    return (ProcessTable.slot(self) + distance) % ProcessTable.SLOTS;
  }

  private void add(int index, int number, int tasks) {
    int count = count(account(index)) + tasks;
    // Release: comes before the change of the progress, for repair(); pairs with account().
    LONG.setRelease(memory, TAKEN + 8L * index, word(number, count));
  }

  private long account(int index) {
    return (long) LONG.getAcquire(memory, TAKEN + 8L * index);
  }

  private void progress(int counted, int done) {
    // Volatile: comes after the change of an account, and before the next one and the load of
    // `waiting`; pairs with done().
    LONG.setVolatile(memory, PROGRESS, word(counted & MASK, done & MASK));
  }

  private long progress() {
    return (long) LONG.getVolatile(memory, PROGRESS);
  }

  private int counted() {
    return number(progress());
  }

  private int taker() {
    return memory.get(JAVA_INT, TAKER);
  }

  private int unassigned() {
    return memory.get(JAVA_INT, UNASSIGNED);
  }

  private static long word(int high, int low) {
    return ((long) high << 32) | (low & 0xFFFF_FFFFL);
  }

  private static int number(long account) {
    return (int) (account >>> 32);
  }

  private static int count(long account) {
    return (int) account;
  }
}
