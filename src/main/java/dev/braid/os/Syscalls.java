package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Linux system calls by number, all through one downcall of one shape.
///
/// Linking a shape costs milliseconds (7 to 14 each, measured), so every argument and result is a
/// `long`. The call is a plain one: a `critical` call that blocks would hold up garbage collection.
final class Syscalls {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = link();

  /// The calls used, with their numbers on x86-64 and on 64-bit ARM.
  enum Call {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    SOCKETPAIR(53, 199),
    KILL(62, 129),
    FCNTL(72, 25),
    FUTEX(202, 98),
    WAITID(247, 95),
    OPENAT(257, 56),
    PPOLL(271, 73),
    FALLOCATE(285, 47),
    PIPE2(293, 59),
    MEMFD_CREATE(319, 279),
    PIDFD_OPEN(434, 434),
    FUTEX_WAITV(449, 449);

    private final long number;

    Call(long onIntel, long onArm) {
      this.number = System.getProperty("os.arch").equals("aarch64") ? onArm : onIntel;
    }
  }

  private Syscalls() {}

  @SuppressWarnings("restricted") // this is the door
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /// Calls; a failure is the negated error number.
  static long call(Call call, long a, long b, long c, long d, long e) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) SYSCALL.invokeExact(state, call.number, a, b, c, d, e);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable t) {
      throw new AssertionError("a downcall throws nothing", t);
    }
  }

  /// Calls with three arguments.
  static long call(Call call, long a, long b, long c) {
    return call(call, a, b, c, 0, 0);
  }

  /// Calls, and complains if it failed.
  static long require(String what, Call call, long a, long b, long c, long d)
      throws StartException {
    long result = call(call, a, b, c, d, 0);
    if (result < 0) {
      throw new StartException("%s failed: %s".formatted(what, Errno.text((int) -result)));
    }
    return result;
  }

  /// Two descriptors from a call that fills an array of two.
  static int[] pair(String what, Call call, long a, long b, long c) throws StartException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment two = arena.allocate(JAVA_INT, 2);
      if (call == Call.PIPE2) {
        require(what, call, two.address(), a, 0, 0);
      } else {
        require(what, call, a, b, c, two.address());
      }
      return new int[] {two.getAtIndex(JAVA_INT, 0), two.getAtIndex(JAVA_INT, 1)};
    }
  }

  static void close(int descriptor) {
    var _ = call(Call.CLOSE, descriptor, 0, 0);
  }
}
