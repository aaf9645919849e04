package dev.braid;

import com.google.errorprone.annotations.FormatMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What Python's `multiprocessing` module and its users' habits offer as plain functions; import it
/// statically.
public final class Multiprocessing {
  private Multiprocessing() {}

  /// The process that calls this.
  public static Process currentProcess() {
    return Process.current();
  }

  /// The process that started this one, to be watched; empty in the main process.
  public static Optional<Process> parentProcess() {
    return Lineage.parent();
  }

  /// This process's children that run; those that have ended are reaped.
  public static List<Process> activeChildren() {
    return Lineage.active();
  }

  /// Every process of the session, children of children and the programs that they run included, as
  /// the operating system lists them now, and those that have ended and are still known. It reaps
  /// none, so that a zombie shows as one.
  public static ProcessList ps() {
    return Census.take();
  }

  /// How many processors there are for this process.
  public static int cpuCount() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// This process's number in the process table.
  public static long getpid() {
    return ProcessHandle.current().pid();
  }

  /// The number of the process that is this one's parent now: that of its adopter, if it is an
  /// orphan.
  public static long getppid() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
  }

  /// Waits until one of `objects` is ready, without a limit; not at all for one of none.
  ///
  /// @return those that are ready, in the order given
  public static List<Waitable> waitAny(Collection<? extends Waitable> objects) {
    return objects.isEmpty() ? List.of() : waitAny(objects, Duration.ofNanos(Long.MAX_VALUE));
  }

  /// Waits until one of `objects` is ready, but no longer than `limit`; Python's
  /// `multiprocessing.connection.wait`.
  ///
  /// @return those that are ready, or were a moment ago, for another one may have taken what was
  ///   there; in the order given; none after the limit, or of none
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public static List<Waitable> waitAny(Collection<? extends Waitable> objects, Duration limit) {
    List<Hope> hopes = objects.stream().map(each -> new Hope(each, each.whenReady())).toList();
    try {
      var _ =
          CompletableFuture.anyOf(hopes.stream().map(Hope::ready).toArray(CompletableFuture[]::new))
              .get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
      return hopes.stream().filter(Hope::isReady).map(Hope::object).toList();
    } catch (TimeoutException e) {
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an object can't be waited for", e);
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("waiting for any of " + objects, e);
    } finally {
      // Nobody watches any more for what isn't ready.
      hopes.forEach(hope -> hope.ready().cancel(false));
    }
  }

  /// That an object is ready.
  private record Hope(Waitable object, CompletableFuture<?> ready) {
    boolean isReady() {
      return ready.isDone() || object.ready();
    }
  }

  /// A time of so many seconds.
  public static Duration seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new IllegalArgumentException("seconds is not a number");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /// A time of so many milliseconds.
  public static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  /// Does nothing for so many seconds.
  ///
  /// @throws IllegalArgumentException if `seconds` is negative
  /// @throws InterruptedWaitException if the thread is interrupted meanwhile
  public static void sleep(double seconds) {
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException(
          "sleep length is %s; it must not be negative".formatted(seconds));
    }
    try {
      Thread.sleep(seconds(seconds));
    } catch (InterruptedException e) {
      throw new InterruptedWaitException("sleeping", e);
    }
  }

  /// The integers from 0 up to, but not including, `to`.
  public static List<Integer> range(int to) {
    return new Range(0, to);
  }

  /// The integers from `from` up to, but not including, `to`.
  public static List<Integer> range(int from, int to) {
    return new Range(from, to);
  }

  /// The elements of both in pairs, up to the end of the shorter.
  public static <A, B> List<Tuple2<A, B>> zip(Iterable<A> xs, Iterable<B> ys) {
    List<Tuple2<A, B>> pairs = new ArrayList<>();
    Iterator<A> x = xs.iterator();
    Iterator<B> y = ys.iterator();
    while (x.hasNext() && y.hasNext()) {
      pairs.add(new Tuple2<>(x.next(), y.next()));
    }
    return pairs;
  }

  /// Two values in one.
  public static <A, B> Tuple2<A, B> tuple(A a, B b) {
    return new Tuple2<>(a, b);
  }

  /// Prints the values with blanks between them, and a line end, as Python's `print` does.
  public static void println(@Nullable Object @Nullable ... values) {
    System.out.println(
        values == null
            ? "null"
            : Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" ")));
  }

  /// Prints by a format.
  @FormatMethod
  public static void printf(String format, @Nullable Object... values) {
    System.out.printf(format, values);
  }

  /// The name of the start method that [Process] uses: `forkserver` unless it was set.
  public static String getStartMethod() {
    return Context.defaultMethod().word();
  }

  /// The start methods there are, the default first.
  public static List<String> getAllStartMethods() {
    return Arrays.stream(Context.Method.values()).map(Context.Method::word).toList();
  }

  /// Sets the start method of the processes that are started from now on.
  ///
  /// @throws IllegalArgumentException if there is none of that name; for `fork`, with the reason
  public static void setStartMethod(String method) {
    Context.setDefault(Context.Method.of(method));
  }
}
