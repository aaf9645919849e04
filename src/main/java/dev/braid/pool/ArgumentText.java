package dev.braid.pool;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A task's arguments as one line, so that they can be shown without being kept.
final class ArgumentText {
  static final int LENGTH = 80;

  // The text of a larger one takes longer than it is worth: only its beginning is shown.
  private static final int LARGE = 100;

  private ArgumentText() {}

  static String of(@Nullable Object... arguments) {
    if (arguments.length == 0) {
      return "()";
    }
    return Excerpt.of(
        Arrays.stream(arguments).map(ArgumentText::one).collect(Collectors.joining(", ")), LENGTH);
  }

  private static String one(@Nullable Object argument) {
    return switch (argument) {
      case null -> "null";
      case Collection<?> many when many.size() > LARGE -> size(many, many.size());
      case Map<?, ?> many when many.size() > LARGE -> size(many, many.size());
      case Object array when array.getClass().isArray() ->
          "%s[%d]"
              .formatted(
                  array.getClass().getComponentType().getSimpleName(),
                  java.lang.reflect.Array.getLength(array));
      case Object lambda when lambda.getClass().isHidden() -> "a lambda";
      default -> own(argument);
    };
  }

  private static String size(Object many, int size) {
    return "%s of %s".formatted(name(many), ProgressText.number(size));
  }

  private static String own(Object argument) {
    try {
      return String.valueOf(argument);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // The user's own code may fail; the task has not.
      return name(argument);
    }
  }

  private static String name(Object thing) {
    return thing.getClass().getSimpleName();
  }
}
