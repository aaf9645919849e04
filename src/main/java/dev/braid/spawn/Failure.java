package dev.braid.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.braid.code.ClassSource;
import dev.braid.code.CodeBase;
import dev.braid.code.NotCopyableException;
import dev.braid.code.Parcel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What went wrong in a child.
public sealed interface Failure {
  /// Its program threw this, with the child's stack trace.
  record Thrown(Throwable exception) implements Failure {}

  /// Its program threw something that can't cross; this is what can be said of it.
  ///
  /// @param text the exception, with its stack trace
  record Described(String text) implements Failure {}

  /// It ended before its program ran.
  ///
  /// @param text why, in one line
  record NotStarted(String text) implements Failure {}

  /// The bytes by which a child reports what its program threw: its text, and itself if it can be
  /// copied.
  static byte[] encode(Throwable exception, String stackTrace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      byte[] text = stackTrace.getBytes(UTF_8);
      out.writeInt(text.length);
      out.write(text);
      Optional<byte[]> graph = pack(exception);
      out.writeBoolean(graph.isPresent());
      if (graph.isPresent()) {
        // The parent has the classes already: they came from it.
        new Parcel(Map.of(), graph.get(), List.of()).write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static Optional<byte[]> pack(Throwable exception) {
    try {
      return Optional.of(Parcel.pack("exception", exception, CodeBase.current()).graph());
    } catch (NotCopyableException e) {
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError e) {
      // Its class writes itself by code of its own, or it is deeper than the stack.
      return Optional.empty();
    }
  }

  /// Reads what [#encode] wrote.
  static Failure decode(byte[] report, ClassSource source) {
    String text = "an exception whose report can't be read";
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(report))) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      text = new String(bytes, UTF_8);
      return in.readBoolean()
          ? new Thrown((Throwable) Parcel.read(in).unpack(source))
          : new Described(text);
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      // What reads itself by code of its own may fail in every way; its text is always readable.
      return new Described(text + "(it can't be unpacked here: " + e + ")");
    }
  }
}
