package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
  @TempDir Path directory;

  private Path file(String name) throws IOException {
    return Files.write(directory.resolve(name), new byte[] {1, 2, 3});
  }

  private static boolean isMapped(Path file) throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains(file.toString());
  }

  @Test
  void writesGoToTheFile() throws IOException {
    Path file = file("written");
    try (Mapping mapping = Mapping.open(file)) {
      assertThat(mapping.memory().toArray(JAVA_BYTE)).containsExactly(1, 2, 3);
      mapping.memory().set(JAVA_BYTE, 1, (byte) 9);
    }
    assertThat(file).hasBinaryContent(new byte[] {1, 9, 3});
  }

  @Test
  void missingFileIsNotMapped() {
    assertThatThrownBy(() -> Mapping.open(directory.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @Tag("linux")
  void closingUnmapsAtOnce() throws IOException {
    Path file = file("closed");
    Mapping mapping = Mapping.open(file);
    MemorySegment slice = mapping.memory().asSlice(1, 1);
    assertThat(isMapped(file)).isTrue();
    mapping.close();
    assertThat(isMapped(file)).isFalse();
    mapping.close();
    assertThatIllegalStateException().isThrownBy(() -> slice.get(JAVA_BYTE, 0));
  }

  @Test
  @Tag("linux")
  void forgottenMappingIsUnmappedWithItsLastBuffer() throws IOException {
    Path file = file("forgotten");
    ByteBuffer buffer = Mapping.open(file).memory().asSlice(1).asByteBuffer();
    System.gc();
    // The mapping object is garbage; its memory isn't.
    assertThat(buffer.get(1)).isEqualTo((byte) 3);
    assertThat(isMapped(file)).isTrue();
    buffer = ByteBuffer.allocate(0);
    while (isMapped(file)) {
      System.gc();
    }
    assertThat(buffer.remaining()).isZero();
  }
}
