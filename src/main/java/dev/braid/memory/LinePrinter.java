package dev.braid.memory;

import com.google.errorprone.annotations.FormatMethod;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A print stream that hands over what one call prints in one piece. The JDK's writes a format
/// piece by piece, so a thread that stands still in between would leave half a line to others'
/// lines.
final class LinePrinter extends PrintStream {
  private static final String END = System.lineSeparator();

  LinePrinter(OutputStream out) {
    // Lines come out by themselves; an unfinished one waits for its end, unless it is flushed.
    super(out, false, StandardCharsets.UTF_8);
  }

  @Override
  public void print(@Nullable String value) {
    byte[] bytes = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  @Override
  @FormatMethod
  public PrintStream format(String format, @Nullable Object @Nullable ... values) {
    print(String.format(format, values));
    return this;
  }

  @Override
  @FormatMethod
  public PrintStream format(
      @Nullable Locale locale, String format, @Nullable Object @Nullable ... values) {
    print(String.format(locale, format, values));
    return this;
  }

  @Override
  public void println() {
    print(END);
  }

  @Override
  public void println(boolean value) {
    print(value + END);
  }

  @Override
  public void println(char value) {
    print(value + END);
  }

  @Override
  public void println(int value) {
    print(value + END);
  }

  @Override
  public void println(long value) {
    print(value + END);
  }

  @Override
  public void println(float value) {
    print(value + END);
  }

  @Override
  public void println(double value) {
    print(value + END);
  }

  @Override
  public void println(char[] value) {
    print(String.valueOf(value) + END);
  }

  @Override
  public void println(@Nullable String value) {
    print(value + END);
  }

  @Override
  public void println(@Nullable Object value) {
    print(value + END);
  }
}
