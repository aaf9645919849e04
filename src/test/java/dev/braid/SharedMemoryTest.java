package dev.braid;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Named shared memory in one process, and for unrelated programs. Its names are
/// `SharedMemoryNameTest`'s, children `SharedMemoryChildTest`'s, the deaths of those who use it
/// `SharedMemoryDeathTest`'s, and the ends of sessions `SharedMemoryEndTest`'s.
class SharedMemoryTest {
  @Test
  void isReadAndWrittenByAllWhoAttach() {
    try (SharedMemory memory = SharedMemory.create("test01_fn", 512)) {
      assertThat(memory.name()).isEqualTo("test01_fn");
      assertThat(memory.size()).isEqualTo(512);
      assertThat(memory.buf().byteSize()).isEqualTo(512);
      assertThat(memory.buf().mismatch(MemorySegment.ofArray(new byte[512]))).isEqualTo(-1);
      memory.buf().set(JAVA_BYTE, 0, (byte) 42);
      try (SharedMemory same = SharedMemory.attach("test01_fn")) {
        assertThat(same.size()).isEqualTo(512);
        assertThat(same.buf().get(JAVA_BYTE, 0)).isEqualTo((byte) 42);
        same.buf().set(JAVA_BYTE, 511, (byte) 7);
      }
      assertThat(memory.buf().get(JAVA_BYTE, 511)).isEqualTo((byte) 7);
      memory.unlink();
    }
  }

  @Test
  void sizeIsExactAndOffsetsOutsideAreRefused() {
    try (SharedMemory memory = SharedMemory.create(5)) {
      MemorySegment buf = memory.buf();
      assertThat(buf.byteSize()).isEqualTo(5);
      assertThatThrownBy(() -> buf.get(JAVA_BYTE, 5)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> buf.set(JAVA_INT, -4, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      memory.unlink();
    }
  }

  @Test
  void bufferIsTheSameMemory() {
    try (SharedMemory memory = SharedMemory.create(16)) {
      memory.asByteBuffer().putInt(4, 0x01020304);
      assertThat(memory.buf().get(JAVA_INT, 4)).isEqualTo(0x01020304);
      assertThat(memory.asByteBuffer().order()).isEqualTo(ByteOrder.nativeOrder());
      memory.unlink();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void sizeThatIsNotPositiveIsRefused(long size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedMemory.create(size))
        .withMessageContaining("size is " + size);
    assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.create("x", size));
  }

  @Test
  void unlinkedMemoryStaysWithThoseWhoHaveIt() {
    try (SharedMemory memory = SharedMemory.create("going", 8);
        SharedMemory same = SharedMemory.attach("going")) {
      memory.unlink();
      memory.buf().set(JAVA_INT, 0, 99);
      assertThat(same.buf().get(JAVA_INT, 0)).isEqualTo(99);
      assertThatThrownBy(() -> SharedMemory.attach("going"))
          .isInstanceOf(SharedMemoryNotFoundException.class);
      assertThatThrownBy(same::unlink)
          .isInstanceOf(SharedMemoryNotFoundException.class)
          .hasMessageContaining("'going'");
    }
  }

  @Test
  void closedMemoryFailsCleanly() {
    SharedMemory memory = SharedMemory.create("closing", 8);
    MemorySegment buf = memory.buf();
    var buffer = memory.asByteBuffer();
    memory.close();
    memory.close();
    assertThatIllegalStateException().isThrownBy(() -> buf.get(JAVA_BYTE, 0));
    assertThatIllegalStateException().isThrownBy(() -> memory.buf().set(JAVA_BYTE, 0, (byte) 1));
    assertThatIllegalStateException().isThrownBy(() -> buffer.get(0));
    assertThatIllegalStateException()
        .isThrownBy(memory::asByteBuffer)
        .withMessageContaining("'closing' is closed here; attach");
    assertThat(memory.name()).isEqualTo("closing");
    assertThat(memory.size()).isEqualTo(8);
    assertThat(memory.toString()).isEqualTo("SharedMemory[closing, 8 bytes, closed]");
    memory.unlink();
  }

  @Test
  void closingUnderAReaderIsAnExceptionForHim() throws InterruptedException {
    SharedMemory memory = SharedMemory.create(1 << 20);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch reading = new CountDownLatch(1);
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (true) {
                  memory.buf().fill((byte) 1);
                  reading.countDown();
                }
              } catch (IllegalStateException e) {
                thrown.set(e);
              }
            });
    reading.await();
    memory.close();
    reader.join();
    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
    memory.unlink();
  }

  @Test
  void interruptionIsForLater() {
    Thread.currentThread().interrupt();
    try (SharedMemory memory = SharedMemory.create(1 << 16)) {
      assertThat(Thread.interrupted()).isTrue();
      memory.unlink();
    }
  }

  @Test
  void thereIsNoRoomForIt() {
    assertThatThrownBy(() -> SharedMemory.create("huge", Long.MAX_VALUE / 2))
        .isInstanceOf(SharedMemoryException.class)
        .hasMessageContaining("can't create 'huge' of " + Long.MAX_VALUE / 2 + " bytes")
        .hasMessageContaining("bytes are free")
        .hasMessageContaining("ask for less");
    assertThatThrownBy(() -> SharedMemory.attach("huge"))
        .isInstanceOf(SharedMemoryNotFoundException.class);
  }

  @Test
  void fileIsCompleteAndThisUsersAlone() throws Exception {
    try (SharedMemory memory = SharedMemory.create("mine", 70_000)) {
      Path file = memory.path();
      assertThat(Files.size(file)).isEqualTo(70_000);
      assertThat(permissions(file)).isEqualTo("rw-------");
      assertThat(permissions(file.resolveSibling(""))).isEqualTo("rwx------");
      assertThat(permissions(file.resolveSibling("").resolveSibling(""))).isEqualTo("rwx------");
      assertThat(file.resolveSibling("").toFile().list()).containsExactly("mine");
      memory.unlink();
      assertThat(file.resolveSibling("")).doesNotExist();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void unrelatedProgramMapsTheFile() throws Exception {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "there is no Python");
    try (SharedMemory memory = SharedMemory.create("foreign", 4096)) {
      memory.asByteBuffer().put("from Java".getBytes(StandardCharsets.UTF_8));
      String program =
          """
          import mmap, sys
          with open(sys.argv[1], 'r+b') as f:
              m = mmap.mmap(f.fileno(), 0)
              assert len(m) == 4096, len(m)
              assert m[:9] == b'from Java', m[:9]
              m[100:111] = b'from Python'
          """;
      int code =
          new ProcessBuilder(python.toString(), "-c", program, memory.path().toString())
              .inheritIO()
              .start()
              .waitFor();
      assertThat(code).isZero();
      byte[] answer = memory.buf().asSlice(100, 11).toArray(JAVA_BYTE);
      assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("from Python");
      // It is ours still: Python's own resource tracker would have destroyed it.
      assertThat(memory.path()).exists();
      memory.unlink();
    }
  }
}
