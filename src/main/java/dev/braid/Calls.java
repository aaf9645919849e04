package dev.braid;

import dev.braid.pool.Caller;
import dev.braid.pool.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a pool's worker calls the functions of its users.
final class Calls implements Caller {
  private static final long serialVersionUID = 1L;

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // the pool's methods make them fit together
  public @Nullable Object call(Shape shape, @Nullable Object function, @Nullable Object argument)
      throws Exception {
    return switch (shape) {
      case CALL -> ((Fn<Object>) function).call();
      case RUN -> {
        ((Task) function).run();
        yield null;
      }
      case ONE -> ((Fn1<Object, Object>) function).call(argument);
      case ONE_RUN -> {
        ((Task1<Object>) function).run(argument);
        yield null;
      }
      case TWO -> {
        List<Object> parts = (List<Object>) argument;
        yield ((Fn2<Object, Object, Object>) function).call(parts.get(0), parts.get(1));
      }
      case THREE -> {
        List<Object> parts = (List<Object>) argument;
        yield ((Fn3<Object, Object, Object, Object>) function)
            .call(parts.get(0), parts.get(1), parts.get(2));
      }
      case FOUR -> {
        List<Object> parts = (List<Object>) argument;
        yield ((Fn4<Object, Object, Object, Object, Object>) function)
            .call(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
      }
    };
  }
}
