package dev.braid.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.leak.LeakHook;
import dev.braid.memory.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/// Whatever bytes come, in whatever pieces: frames come out whole, or the end; nobody is let in who
/// doesn't know the key; and the next one is served.
@AddLifecycleHook(LeakHook.class)
class HostileBytesTest {
  private static final byte[] KEY = "a key of many bytes".getBytes(US_ASCII);
  private static final int LIMIT = 1000;

  private static @Nullable Reception reception;

  @BeforeContainer
  static void open() throws IOException {
    reception =
        Reception.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new AuthKey(KEY),
            new Reception.Rules(LIMIT, Duration.ofSeconds(60), 8));
  }

  @AfterContainer
  static void close() {
    reception().close();
  }

  private static Reception reception() {
    Reception open = reception;
    if (open == null) {
      throw new AssertionError("not open");
    }
    return open;
  }

  /// Gives or takes so many bytes at a time, in turn; then nothing, once.
  private static final class Pieces implements ReadableByteChannel, GatheringByteChannel {
    private final ByteBuffer bytes;
    private final List<Integer> sizes;
    private int turn;

    Pieces(ByteBuffer bytes, List<Integer> sizes) {
      this.bytes = bytes;
      this.sizes = sizes;
    }

    private int next() {
      return sizes.get(turn++ % sizes.size());
    }

    @Override
    public int read(ByteBuffer target) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(next(), Math.min(target.remaining(), bytes.remaining()));
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public long write(ByteBuffer[] sources) {
      int room = next();
      long before = bytes.position();
      for (ByteBuffer source : sources) {
        while (source.hasRemaining() && bytes.position() - before < room) {
          bytes.put(source.get());
        }
      }
      return bytes.position() - before;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      throw new UnsupportedOperationException("not needed");
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException("not needed");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Property(tries = 500)
  void framesComeOutAsTheyWentIn(
      @ForAll @Size(max = 8) List<@Size(max = 300) byte[]> frames,
      @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 0, max = 50) Integer> sizes)
      throws IOException {
    List<Integer> pieces = new ArrayList<>(sizes);
    // Otherwise nothing would ever go through.
    pieces.add(7);
    ByteBuffer wire = ByteBuffer.allocate(8 * 304);
    Pieces out = new Pieces(wire, pieces);
    FrameWriter writer = new FrameWriter();
    for (byte[] frame : frames) {
      writer.begin(frame);
      while (!writer.drain(out)) {
        assertThat(writer.isDone()).isFalse();
      }
    }
    Pieces in = new Pieces(wire.flip(), pieces);
    FrameReader reader = new FrameReader(300);
    for (byte[] frame : frames) {
      while (!reader.fill(in)) {
        Thread.onSpinWait();
      }
      assertThat(reader.take()).isEqualTo(frame);
    }
    assertThatThrownBy(() -> reader.fill(in)).isInstanceOf(EOFException.class);
  }

  @Property(tries = 2000)
  void anyBytesAreFramesOrAnEnd(@ForAll @Size(max = 600) byte[] bytes) {
    FrameReader reader = new FrameReader(LIMIT);
    Pieces in = new Pieces(ByteBuffer.wrap(bytes), List.of(64));
    int taken = 0;
    try {
      while (reader.fill(in)) {
        taken += 4 + reader.take().length;
      }
    } catch (FrameTooLargeException e) {
      assertThat(bytes.length - taken).isGreaterThanOrEqualTo(4);
      int length = ByteBuffer.wrap(bytes).getInt(taken);
      assertThat(length < 0 || length > LIMIT).isTrue();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(EOFException.class);
    }
  }

  @Property(tries = 300)
  void noBytesAreLetIn(@ForAll @Size(max = 200) byte[] bytes, @ForAll boolean framed)
      throws Exception {
    try (RawClient client = RawClient.at(reception().address())) {
      byte[] _ = client.frame();
      if (framed) {
        client.sendFrame(bytes);
      } else {
        client.send(bytes);
      }
    } catch (IOException e) {
      // It hung up on us, as it should.
    }
    serve();
  }

  @Property(tries = 300)
  void anAnswerThatIsChangedAnywhereIsRefused(
      @ForAll @IntRange(min = 0, max = 63) int where,
      @ForAll @IntRange(min = 1, max = 255) int change)
      throws Exception {
    try (RawClient client = RawClient.at(reception().address())) {
      byte[] answer = RawClient.answer(client.frame(), KEY);
      answer[where] ^= (byte) change;
      client.sendFrame(answer);
      assertThat(client.frame()).asString(US_ASCII).isEqualTo("REFUSED\n");
    }
    assertThatThrownBy(() -> reception().accept(Deadline.NONE))
        .isInstanceOf(WrongKeyException.class);
    serve();
  }

  /// Somebody who has the key comes in next, after any with wrong keys.
  private static void serve() throws Exception {
    byte[] message = {1, 2, 3};
    Caller caller = new Caller(new AuthKey(KEY), LIMIT);
    try (Guest client = caller.call(reception().address(), Deadline.in(Duration.ofSeconds(60)));
        Guest server = next()) {
      assertThat(client.channel().send(message, Deadline.NONE)).isTrue();
      assertThat(server.channel().receive(Deadline.NONE)).isEqualTo(message);
    }
  }

  private static Guest next() throws Exception {
    while (true) {
      try {
        Guest guest = reception().accept(Deadline.NONE);
        if (guest != null) {
          return guest;
        }
      } catch (WrongKeyException e) {
        // 64 random bytes in a frame: as refused as any other key.
        assertThat(e).hasMessageContaining("has another key");
      }
    }
  }
}
