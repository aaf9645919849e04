package dev.braid.spawn;

import dev.braid.code.Parcel;
import dev.braid.memory.Journey;
import dev.braid.memory.Session;
import dev.braid.os.ProcessIdentity;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What parent and child say to each other over the parent link.
///
/// ```text
///  down  task       address of the session, cell, journey, parcel; once, first
///        INTERRUPT  one byte, at any time later
///  up    RUNNING    one byte: the program was unpacked and begins to run
///        THREW      one byte, length (4), a Failure
/// ```
final class Frames {
  static final byte INTERRUPT = 'I';
  static final byte RUNNING = 'R';
  static final byte THREW = 'E';

  private Frames() {}

  /// A task as the child gets it.
  record Work(Session.Address session, long cell, Journey journey, Parcel parcel) {
    byte[] encode() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeUTF(session.arena());
        out.writeUTF(session.lifeline());
        out.writeUTF(session.doorbell());
        out.writeLong(session.first().pid());
        out.writeLong(session.first().startTime());
        out.writeLong(cell);
        out.writeLong(journey.block());
        out.writeLong(journey.life());
        parcel.write(out);
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
      return bytes.toByteArray();
    }

    static Work read(DataInputStream in) throws IOException {
      Session.Address session =
          new Session.Address(
              in.readUTF(),
              in.readUTF(),
              in.readUTF(),
              new ProcessIdentity(in.readLong(), in.readLong()));
      long cell = in.readLong();
      Journey journey = new Journey(in.readLong(), in.readLong());
      return new Work(session, cell, journey, Parcel.read(in));
    }
  }
}
