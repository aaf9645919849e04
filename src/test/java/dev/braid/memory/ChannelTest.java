package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
  private static final Deadline AT_ONCE = Deadline.in(Duration.ZERO);

  private final SharedArena arena;

  ChannelTest() throws IOException {
    arena = OwnArena.create();
  }

  private static boolean put(Channel channel, byte[] bytes) throws InterruptedException {
    return channel.put(Bytes.of(bytes), AT_ONCE, Lookout.NONE);
  }

  private static byte[] take(Channel channel) throws InterruptedException {
    return Bytes.read(Objects.requireNonNull(channel.take(Deadline.NONE, Lookout.NONE)));
  }

  private static byte[] numbered(int number, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  @Test
  void messagesComeInTheOrderOfThePutsAroundTheRingAndThroughLargerOnes() throws Exception {
    Channel channel = Channel.create(arena, 0, 0);
    Random random = new Random(5);
    int put = 0;
    int got = 0;
    for (int round = 0; round < 400; round++) {
      int puts = random.nextInt(round % 100 < 50 ? 60 : 20);
      for (int i = 0; i < puts; i++) {
        assertThat(put(channel, numbered(put, put * 37 % 9000))).isTrue();
        put++;
      }
      int gets = Math.min(put - got, random.nextInt(round % 100 < 50 ? 20 : 90));
      for (int i = 0; i < gets; i++) {
        assertThat(take(channel)).isEqualTo(numbered(got, got * 37 % 9000));
        got++;
      }
      assertThat(channel.size()).isEqualTo(put - got);
    }
    for (; got < put; got++) {
      assertThat(take(channel)).isEqualTo(numbered(got, got * 37 % 9000));
    }
    assertThat(channel.take(AT_ONCE, Lookout.NONE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 8193, 1 << 20, 256 << 20})
  void aMessageOfAnySizeArrivesWhole(int size) throws Exception {
    Channel channel = Channel.create(arena, 0, 0);
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i += 4001) {
      bytes[i] = (byte) (i / 4001);
    }
    assertThat(put(channel, bytes)).isTrue();
    assertThat(Arrays.equals(take(channel), bytes)).isTrue();
  }

  @Test
  void aLimitOfMessagesIsExact() throws Exception {
    Channel channel = Channel.create(arena, 2, 0);
    assertThat(put(channel, numbered(1, 3))).isTrue();
    assertThat(put(channel, numbered(2, 100_000))).isTrue();
    assertThat(put(channel, numbered(3, 3))).isFalse();
    assertThat(channel.size()).isEqualTo(2);
    assertThat(take(channel)).isEqualTo(numbered(1, 3));
    assertThat(put(channel, numbered(4, 3))).isTrue();
    assertThat(take(channel)).isEqualTo(numbered(2, 100_000));
    assertThat(take(channel)).isEqualTo(numbered(4, 3));
  }

  @Test
  void aLimitOfBytesTakesOneThatIsLargerWhenTheChannelIsEmpty() throws Exception {
    Channel channel = Channel.create(arena, 0, 1000);
    assertThat(put(channel, numbered(1, 5000))).isTrue();
    assertThat(put(channel, numbered(2, 1))).isFalse();
    assertThat(take(channel)).isEqualTo(numbered(1, 5000));
    assertThat(put(channel, numbered(3, 600))).isTrue();
    assertThat(put(channel, numbered(4, 600))).isFalse();
    assertThat(put(channel, numbered(5, 400))).isTrue();
    assertThat(take(channel)).isEqualTo(numbered(3, 600));
    assertThat(take(channel)).isEqualTo(numbered(5, 400));
  }

  @Test
  void placesThatComeRoundOverwriteNothing() throws Exception {
    Channel channel = Channel.create(arena, 0, 0);
    byte[] bytes = new byte[Channel.MOST_INLINE];
    int ahead = 7;
    // Places are counted up to 8 GiB; the producer is always almost a ring ahead.
    int all = (int) ((10L << 30) / bytes.length);
    for (int i = 0; i < all; i++) {
      java.nio.ByteBuffer.wrap(bytes).putInt(i);
      assertThat(put(channel, bytes)).isTrue();
      if (i >= ahead) {
        int got = java.nio.ByteBuffer.wrap(take(channel)).getInt();
        if (got != i - ahead) {
          assertThat(got).isEqualTo(i - ahead);
        }
      }
    }
    assertThat(channel.size()).isEqualTo(ahead);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void manyThreadsLoseAndRepeatNothing(int limit) throws Exception {
    Channel channel = Channel.create(arena, limit, 0);
    int producers = 3;
    int each = 4_000;
    ConcurrentHashMap<String, Boolean> seen = new ConcurrentHashMap<>();
    try (var executor = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int producer = p;
        all.add(
            executor.submit(
                (Callable<Object>)
                    () -> {
                      for (int i = 0; i < each; i++) {
                        byte[] text =
                            (producer + ":" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                        assertThat(channel.put(Bytes.of(text), Deadline.NONE, Lookout.NONE))
                            .isTrue();
                      }
                      return "";
                    }));
      }
      for (int c = 0; c < producers; c++) {
        all.add(
            executor.submit(
                (Callable<Object>)
                    () -> {
                      int[] last = {-1, -1, -1};
                      for (int i = 0; i < each; i++) {
                        String text =
                            new String(take(channel), java.nio.charset.StandardCharsets.UTF_8);
                        assertThat(seen.put(text, true)).isNull();
                        int producer = text.charAt(0) - '0';
                        int number = Integer.parseInt(text.substring(2));
                        assertThat(number).isGreaterThan(last[producer]);
                        last[producer] = number;
                      }
                      return "";
                    }));
      }
      for (Future<?> one : all) {
        Object _ = one.get();
      }
    }
    assertThat(seen).hasSize(producers * each);
    assertThat(channel.size()).isZero();
  }

  @Test
  void aNamedObjectStaysWhileItsMessageIsOnItsWay() throws Exception {
    Channel channel = Channel.create(arena, 0, 0);
    long before = arena.count();
    Name name = putNamed(channel);
    // The object and the envelope.
    forget(before + 2);
    takeNamed(channel, name);
    forget(before);
    assertThat(channel.size()).isZero();
  }

  // In methods of their own, for a method keeps what its variables have held.
  private Name putNamed(Channel channel) throws InterruptedException {
    Block named = arena.allocate(BlockKind.OBJECT, 64);
    assertThat(channel.put(new Bytes(new byte[] {1}, List.of(named)), Deadline.NONE, Lookout.NONE))
        .isTrue();
    return new Name(named.block(), named.life());
  }

  private void takeNamed(Channel channel, Name name) throws InterruptedException {
    try (Incoming message = Objects.requireNonNull(channel.take(Deadline.NONE, Lookout.NONE))) {
      assertThat(message.length()).isEqualTo(1);
      assertThat(arena.attach(name).memory().byteSize()).isEqualTo(64);
    }
  }

  private record Name(long block, long life) implements Held {}

  /// Until the arena has so many blocks.
  @SuppressWarnings("SystemGc") // holds end with the garbage collection
  private void forget(long count) {
    do {
      System.gc();
      arena.collect();
    } while (arena.count() > count);
    // Not less either.
    assertThat(arena.count()).isEqualTo(count);
  }

  @Test
  void whatNobodyHoldsIsFreedWithAllThatIsInIt() throws Exception {
    arena.collect();
    long before = arena.count();
    fill();
    forget(before);
  }

  private void fill() throws InterruptedException {
    Channel channel = Channel.create(arena, 0, 0);
    for (int i = 0; i < 50; i++) {
      assertThat(put(channel, new byte[20_000])).isTrue();
      assertThat(put(channel, new byte[8_000])).isTrue();
    }
    assertThat(arena.count()).isGreaterThan(50);
  }
}
