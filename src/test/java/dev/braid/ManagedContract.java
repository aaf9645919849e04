package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds of a manager's objects however its server is reached.
@ParameterizedClass
@EnumSource(Transport.class)
abstract class ManagedContract {
  private static Transport.@Nullable Site site;

  @Parameter Transport transport = Transport.NEAR;

  @BeforeParameterizedClassInvocation
  static void open(Transport transport) {
    site = transport.open();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    site().close();
    site = null;
  }

  static Transport.Site site() {
    return Objects.requireNonNull(site);
  }

  static SyncManager manager() {
    return site().manager();
  }

  /// Lets a child do it, up to its end.
  static void run(Task task) {
    Other.Kind.PROCESS.start(task).join();
  }

  /// Something that can be done with an object of that type; it may depend on two numbers.
  interface Operation<C> {
    @Nullable Object on(C object, int a, int b) throws Exception;
  }

  /// What it gives, or throws.
  static <C> @Nullable Object outcome(Operation<C> operation, C object, int a, int b) {
    try {
      return operation.on(object, a, b);
    } catch (Exception e) {
      return e.getClass();
    }
  }

  /// Does the same at random with both, and fails when they differ.
  static <C> void drive(
      List<? extends Operation<C>> operations, C object, C model, Random random, int rounds) {
    for (int round = 0; round < rounds; round++) {
      int number = random.nextInt(operations.size());
      Operation<C> operation = operations.get(number);
      int a = random.nextInt(7);
      int b = random.nextInt(7);
      Object expected = outcome(operation, model, a, b);
      assertThat(outcome(operation, object, a, b))
          .as("operation %d (%d, %d) in round %d, which left %s", number, a, b, round, model)
          .isEqualTo(expected);
      assertThat(object).hasToString(model.toString());
    }
  }
}
