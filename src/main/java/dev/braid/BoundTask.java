package dev.braid;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A target with its arguments, which were evaluated when the process was made.
@SuppressWarnings("serial") // as serializable as the arguments; packing finds the one that isn't
sealed interface BoundTask extends Task {
  /// The target.
  Object target();

  /// The arguments, in order.
  List<@Nullable Object> arguments();

  record Of1<A>(Task1<A> target, A argument1) implements BoundTask {
    @Override
    public void run() throws Exception {
      target.run(argument1);
    }

    @Override
    public List<@Nullable Object> arguments() {
      return Arrays.asList(argument1);
    }
  }

  record Of2<A, B>(Task2<A, B> target, A argument1, B argument2) implements BoundTask {
    @Override
    public void run() throws Exception {
      target.run(argument1, argument2);
    }

    @Override
    public List<@Nullable Object> arguments() {
      return Arrays.asList(argument1, argument2);
    }
  }

  record Of3<A, B, C>(Task3<A, B, C> target, A argument1, B argument2, C argument3)
      implements BoundTask {
    @Override
    public void run() throws Exception {
      target.run(argument1, argument2, argument3);
    }

    @Override
    public List<@Nullable Object> arguments() {
      return Arrays.asList(argument1, argument2, argument3);
    }
  }

  record Of4<A, B, C, D>(
      Task4<A, B, C, D> target, A argument1, B argument2, C argument3, D argument4)
      implements BoundTask {
    @Override
    public void run() throws Exception {
      target.run(argument1, argument2, argument3, argument4);
    }

    @Override
    public List<@Nullable Object> arguments() {
      return Arrays.asList(argument1, argument2, argument3, argument4);
    }
  }
}
