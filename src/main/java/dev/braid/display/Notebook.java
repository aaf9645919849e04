package dev.braid.display;

import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord.Kind;
import java.util.Objects;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.jspecify.annotations.Nullable;

/// What a cell can say to its notebook, statically imported: `display`, `updateDisplay`, `render`,
/// `clearOutput` and `eval`, as in IJava and JJava.
///
/// All but `eval` work in child processes too; what a child shows appears under the cell that
/// started it, in order with its prints.
public final class Notebook {
  private static final ValueRenderer RENDERER = new ValueRenderer();
  private static volatile @Nullable Evaluator evaluator;

  private Notebook() {}

  /// Runs source as if it were a cell.
  @FunctionalInterface
  public interface Evaluator {
    /// The value of the last expression; null if it has none.
    ///
    /// @throws Exception what the source throws, or why it doesn't compile
    @Nullable Object evaluate(String source) throws Exception;
  }

  /// Shows a value under the cell; returns the name by which it can be updated.
  public static String display(@Nullable Object value) {
    return show(render(value));
  }

  /// Shows a value as these MIME types; returns the name by which it can be updated.
  public static String display(@Nullable Object value, String... mimeTypes) {
    return show(render(value, mimeTypes));
  }

  private static String show(DisplayData data) {
    if (!data.hasDisplayId()) {
      data.setDisplayId(UUID.randomUUID().toString());
    }
    Output.write(Kind.DISPLAY, new DisplayMessage.Show(MimeBundle.of(data)).toJson());
    return data.getDisplayId();
  }

  /// Changes what was shown under that name.
  public static void updateDisplay(String id, @Nullable Object value) {
    update(id, render(value));
  }

  /// Changes what was shown under that name, as these MIME types.
  public static void updateDisplay(String id, @Nullable Object value, String... mimeTypes) {
    update(id, render(value, mimeTypes));
  }

  private static void update(String id, DisplayData data) {
    Objects.requireNonNull(id, "id is null; give the name that display() returned");
    Output.write(Kind.DISPLAY, new DisplayMessage.Update(MimeBundle.of(data), id).toJson());
  }

  /// The representations of a value that are shown by default.
  public static DisplayData render(@Nullable Object value) {
    return value instanceof DisplayData already ? already : RENDERER.render(value);
  }

  /// The representations of a value as these MIME types.
  public static DisplayData render(@Nullable Object value, String... mimeTypes) {
    return value instanceof DisplayData already ? already : RENDERER.renderAs(value, mimeTypes);
  }

  /// Removes the cell's output, at once or when the next arrives.
  public static void clearOutput(boolean wait) {
    Output.write(Kind.DISPLAY, new DisplayMessage.Clear(wait).toJson());
  }

  /// Where types of the notebook's own get their representations: `createRegistration`.
  public static Renderer renderer() {
    return RENDERER;
  }

  /// Runs source as if it were a cell, and returns the value of its last expression.
  ///
  /// @throws Exception what the source throws, or why it doesn't compile
  /// @throws IllegalStateException outside the kernel, as in a child process
  public static @Nullable Object eval(String source) throws Exception {
    Evaluator current = evaluator;
    if (current == null) {
      throw new IllegalStateException(
          "eval works in the kernel only; call it in the cell and pass the result to the child");
    }
    return current.evaluate(source);
  }

  /// Makes [#eval] work; the kernel's to call.
  public static void evaluateWith(@Nullable Evaluator newEvaluator) {
    evaluator = newEvaluator;
  }
}
