package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.OutputRecord.Kind;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/// What a child throws, in its parent.
class ExceptionTest {
  /// An exception of the user's, with a field.
  static class Overdrawn extends Exception {
    private static final long serialVersionUID = 1L;
    final int by;

    Overdrawn(int by) {
      super("overdrawn by " + by);
      this.by = by;
    }
  }

  static class HoldsAThread extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // that it can't be copied is the point
    final Thread thread = Thread.currentThread();
  }

  static class WritesItselfBadly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new IllegalStateException("no bytes for you");
    }
  }

  static class ReadsItselfBadly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      throw new IllegalArgumentException("not me");
    }
  }

  private static Process run(Task task) {
    Process process = new Process(task);
    process.start();
    process.join();
    assertThat(process.exitCode()).isEqualTo(1);
    return process;
  }

  @Test
  void arrivesAsItWasWithItsStackTrace() {
    Process process =
        run(() -> {
          throw new IllegalArgumentException("bad", new IOException("cause"));
        });
    assertThat(process.exception())
        .get()
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(thrown -> {
          assertThat(thrown).hasMessage("bad").hasCauseInstanceOf(IOException.class);
          assertThat(thrown.getStackTrace()[0].getClassName())
              .isEqualTo(ExceptionTest.class.getName());
        });
    assertThat(process.exception().orElseThrow()).isSameAs(process.exception().orElseThrow());
  }

  @Test
  void classesOfTheUserArriveWithTheirFields() {
    Process process =
        run(() -> {
          throw new Overdrawn(7);
        });
    assertThat(process.exception())
        .get()
        .isInstanceOfSatisfying(Overdrawn.class, thrown -> assertThat(thrown.by).isEqualTo(7));
  }

  @Test
  void whatCantBeCopiedArrivesAsItsText() {
    Process process =
        run(() -> {
          throw new HoldsAThread();
        });
    assertThat(process.exception())
        .get()
        .isInstanceOf(ChildException.class)
        .asString()
        .contains("HoldsAThread")
        .contains("at dev.braid.ExceptionTest");
  }

  @Test
  void whatFailsToWriteItselfArrivesAsItsText() {
    Process process =
        run(() -> {
          throw new WritesItselfBadly();
        });
    assertThat(process.exception())
        .get()
        .isInstanceOf(ChildException.class)
        .asString()
        .contains("WritesItselfBadly");
  }

  @Test
  void whatFailsToReadItselfArrivesAsItsText() {
    Process process =
        run(() -> {
          throw new ReadsItselfBadly();
        });
    assertThat(process.exception())
        .get()
        .isInstanceOf(ChildException.class)
        .asString()
        .contains("ReadsItselfBadly", "not me");
  }

  @Test
  void isPrintedToStandardErrorUnderTheNameOfTheProcess() {
    try (Console console = new Console()) {
      Process process =
          new Process(
                  () -> {
                    throw new UncheckedIOException("x", new InvalidObjectException("y"));
                  })
              .name("loader");
      process.start();
      process.join();
      assertThat(console.text(Kind.STDERR))
          .startsWith(
              "Process loader:\njava.io.UncheckedIOException: x\n\tat dev.braid.ExceptionTest.")
          .contains("(ExceptionTest.java:", "Caused by: java.io.InvalidObjectException: y");
      assertThat(console.text(Kind.STDOUT)).isEmpty();
    }
  }
}
