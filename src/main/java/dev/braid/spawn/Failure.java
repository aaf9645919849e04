package dev.braid.spawn;

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

  /// The bytes by which a child reports what its program threw.
  static byte[] encode(Throwable exception, String stackTrace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      try {
        Parcel parcel = Parcel.pack("exception", exception, CodeBase.current());
        out.writeBoolean(true);
        // The parent has the classes already: they came from it.
        new Parcel(java.util.Map.of(), parcel.graph()).write(out);
      } catch (NotCopyableException e) {
        bytes.reset();
        out.writeBoolean(false);
        byte[] text = stackTrace.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /// Reads what [#encode] wrote.
  static Failure decode(byte[] report, ClassSource source) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(report))) {
      if (in.readBoolean()) {
        Parcel parcel = Parcel.read(in);
        return new Thrown((Throwable) parcel.unpack(source.loader()));
      }
      byte[] text = new byte[in.readInt()];
      in.readFully(text);
      return new Described(new String(text, java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException | ClassNotFoundException e) {
      return new Described("an exception that can't be read here: " + e);
    }
  }
}
