package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentDirectoryTest {
  private static final ProcessIdentity SELF = ProcessIdentity.current();

  private final SegmentDirectory own = SegmentDirectory.ofSession();

  @Test
  void belongsToTheFirstProcess() {
    assertThat(own.owner()).isEqualTo(SELF);
    assertThat(own.path()).hasFileName(SELF.toString());
    assertThat(SegmentDirectory.isOurs()).isTrue();
  }

  @Test
  void randomNameThatIsTakenIsReplacedByTheNext() throws IOException {
    Iterator<String> names = List.of("first", "first", "second").iterator();
    SegmentName first = own.create(names::next, 8);
    SegmentName second = own.create(names::next, 8);
    assertThat(first.name()).isEqualTo("first");
    assertThat(second.name()).isEqualTo("second");
    assertThat(own.names()).containsExactly("first", "second");
    SegmentDirectory.unlink(first);
    SegmentDirectory.unlink(second);
    assertThat(own.path()).doesNotExist();
  }

  @Test
  void existingNameKeepsItsContent() throws IOException {
    SegmentName segment = own.create("kept", 8);
    Files.writeString(segment.path(), "content!");
    assertThatThrownBy(() -> own.create("kept", 100))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(segment.path()).hasContent("content!");
    assertThat(own.path().toFile().list()).containsExactly("kept");
    SegmentDirectory.unlink(segment);
    assertThatThrownBy(() -> SegmentDirectory.unlink(segment))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void sweepTakesOnlyTheDead() throws IOException {
    SegmentName living = own.create("living", 8);
    // This process's number before it was this process's; after the system's start, however young.
    SegmentDirectory dead =
        new SegmentDirectory(new ProcessIdentity(SELF.pid(), SELF.startTime() / 2));
    SegmentName left = dead.create("left", 8);
    assertThat(SegmentDirectory.find("left")).isEmpty();
    SegmentDirectory.sweep();
    assertThat(left.path()).doesNotExist();
    assertThat(dead.path()).doesNotExist();
    assertThat(living.path()).exists();
    SegmentDirectory.unlink(living);
  }

  @Test
  void directoryThatIsGoneAlreadyIsRemovedAgain() throws IOException {
    SegmentDirectory nobodys = new SegmentDirectory(new ProcessIdentity(SELF.pid(), 1));
    nobodys.remove();
    assertThat(nobodys.names()).isEmpty();
  }
}
