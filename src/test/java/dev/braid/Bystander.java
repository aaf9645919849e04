package dev.braid;

import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/// A process that does what it is told, one thing after the other, while others are killed.
final class Bystander implements AutoCloseable {
  /// Nobody may be blocked longer by the death of another process.
  static final Duration PATIENCE = seconds(2);

  private final Queue<Order> orders = new Queue<>();
  private final Queue<Answer> answers = new Queue<>();
  private int orderNumber;
  private final Process process = new Process(Bystander::obey, orders, answers);

  Bystander() {
    process.start();
    Object _ = ask(Bystander::beReady, seconds(30));
  }

  /// Loads what an order may need, which takes long the first time.
  private static String beReady() {
    assertThat(List.of(true)).isEqualTo(List.of(true));
    return "ready";
  }

  private record Order(int number, Fn<? extends Object> work) implements Serializable {}

  private record Answer(int number, Object what) implements Serializable {}

  private enum End {
    NOW
  }

  private static void obey(Queue<Order> orders, Queue<Answer> answers) {
    while (step(orders, answers)) {}
  }

  // A method of its own, so that it keeps nothing of the step before.
  private static boolean step(Queue<Order> orders, Queue<Answer> answers) {
    Order order = orders.get();
    Object answer;
    try {
      answer = order.work.call();
    } catch (Exception | AssertionError e) {
      answer = e.toString();
    }
    answers.put(new Answer(order.number, answer));
    return !answer.equals(End.NOW);
  }

  /// Lets it do something; the result is to be taken by [#answer].
  <R extends Serializable> void begin(Fn<R> work) {
    orders.put(new Order(++orderNumber, work));
  }

  /// What it has done last, which may take [#PATIENCE] from now.
  Object answer() {
    return answer(PATIENCE);
  }

  private Object answer(Duration limit) {
    Answer answer = answers.get(limit);
    while (answer.number < orderNumber) {
      // Of a test that has failed meanwhile.
      answer = answers.get(limit);
    }
    return answer.what;
  }

  <R extends Serializable> Object ask(Fn<R> work, Duration limit) {
    begin(work);
    return answer(limit);
  }

  /// Lets go of all that it had.
  @SuppressWarnings("SystemGc") // holds end with the garbage collection
  void forget() {
    Object _ =
        ask(
            () -> {
              System.gc();
              return "forgotten";
            },
            seconds(30));
  }

  @Override
  public void close() {
    begin(() -> End.NOW);
    process.join();
  }
}
