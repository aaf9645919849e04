package dev.braid.kernel;

import com.google.errorprone.annotations.Keep;
import dev.braid.memory.Output;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.invoke.SwitchPoint;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The question "was my cell interrupted?", asked at every method entry and every backward branch
/// of cell code, for nothing.
///
/// Each place is an `invokedynamic` whose call site a [SwitchPoint] guards: until an interrupt
/// invalidates it, the JIT sees an empty method. A volatile flag would cost little more, but its
/// read orders the reads around it, and so repairs the broken `while (!stop)` that a lesson on
/// visibility is about.
public final class StopCheck {
  private static final MethodHandle PASS = MethodHandles.empty(MethodType.methodType(void.class));
  private static final MethodHandle ASK;
  private static final Set<Long> STOPPED = ConcurrentHashMap.newKeySet();
  private static final Set<Long> STOPPING = new HashSet<>();
  private static volatile SwitchPoint armed = new SwitchPoint();
  private static volatile boolean unwinding;

  static {
    try {
      ASK =
          MethodHandles.lookup()
              .findStatic(
                  StopCheck.class, "ask", MethodType.methodType(void.class, MutableCallSite.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private StopCheck() {}

  /// Links one place in cell code; called by the virtual machine.
  public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
    MutableCallSite site = new MutableCallSite(type);
    // Asks once before it is free: its thread may belong to a cell that was stopped long ago.
    site.setTarget(asking(site));
    return site;
  }

  private static MethodHandle asking(MutableCallSite site) {
    return MethodHandles.insertArguments(ASK, 0, site);
  }

  @Keep // Called through its method handle.
  private static void ask(MutableCallSite site) {
    // Read first: a stop that comes after the next line invalidates it, and so asks again.
    SwitchPoint current = armed;
    if (STOPPED.contains(Output.cell())) {
      // The site stays disarmed, so that code which swallows this meets it again.
      throw new CellStopped();
    }
    if (!unwinding) {
      // Not while a cell is being stopped: it may share this place with the thread that asks.
      site.setTarget(current.guardWithTest(PASS, asking(site)));
    }
  }

  /// Stops every thread of `cell` at its next check, from now on and for good.
  static void stop(long cell) {
    SwitchPoint old;
    synchronized (STOPPING) {
      STOPPED.add(cell);
      STOPPING.add(cell);
      unwinding = true;
      old = armed;
      armed = new SwitchPoint();
    }
    SwitchPoint.invalidateAll(new SwitchPoint[] {old});
  }

  /// Says that the cell's own thread has ended its work, so that other cells' checks may become
  /// free again.
  static void ended(long cell) {
    synchronized (STOPPING) {
      STOPPING.remove(cell);
      unwinding = !STOPPING.isEmpty();
    }
  }
}
