package dev.braid;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A way to start processes; Python's `multiprocessing.get_context`.
///
/// As long as no JVM waits warm for a task, both ways start a cold one; they differ in their names
/// alone.
public final class Context {
  private static volatile Method defaultMethod = Method.FORKSERVER;

  private final Method method;

  /// How a child JVM comes about.
  enum Method {
    /// A JVM that has started already takes the task.
    FORKSERVER("forkserver"),
    /// A new JVM is started.
    SPAWN("spawn");

    private final String word;

    Method(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static Method of(String word) {
      if (word.equals("fork")) {
        throw new IllegalArgumentException(
            "a JVM can't fork: only the calling thread would survive in the child, without the garbage"
                + " collector's and the compiler's; use 'forkserver' or 'spawn'");
      }
      return Arrays.stream(values())
          .filter(method -> method.word.equals(word))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "cannot find context for '%s'; use one of %s"
                      .formatted(
                          word,
                          Arrays.stream(values())
                              .map(Method::word)
                              .collect(Collectors.joining(", ")))));
    }
  }

  private Context(Method method) {
    this.method = method;
  }

  /// The default: a JVM that is warm already takes the task.
  public static Context forkserver() {
    return new Context(Method.FORKSERVER);
  }

  /// A new JVM for every process.
  public static Context spawn() {
    return new Context(Method.SPAWN);
  }

  static Method defaultMethod() {
    return defaultMethod;
  }

  static void setDefault(Method method) {
    defaultMethod = method;
  }

  /// A process that will run `target`, started this way.
  public Process process(Task target) {
    return new Process(target);
  }

  /// A process that will run `target` with an argument, started this way.
  public <A> Process process(Task1<A> target, A a) {
    return new Process(target, a);
  }

  /// A process that will run `target` with two arguments, started this way.
  public <A, B> Process process(Task2<A, B> target, A a, B b) {
    return new Process(target, a, b);
  }

  /// A process that will run `target` with three arguments, started this way.
  public <A, B, C> Process process(Task3<A, B, C> target, A a, B b, C c) {
    return new Process(target, a, b, c);
  }

  /// A process that will run `target` with four arguments, started this way.
  public <A, B, C, D> Process process(Task4<A, B, C, D> target, A a, B b, C c, D d) {
    return new Process(target, a, b, c, d);
  }

  /// A pool of so many processes, started this way.
  public Pool pool(int processes) {
    return new Pool(processes);
  }

  @Override
  public String toString() {
    return "Context[" + method.word + "]";
  }
}
