package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareableListTest {
  private final ShareableList list =
      ShareableList.of(
          "howdy", new byte[] {'H', 'o', 'W', 'd', 'Y'}, -273.154, 100, null, true, 42L);

  @AfterEach
  void unlink() {
    list.close();
    list.shm().unlink();
  }

  @Test
  void holdsSevenKindsOfItems() {
    assertThat(list.size()).isEqualTo(7);
    assertThat(list)
        .containsExactly(
            "howdy", new byte[] {'H', 'o', 'W', 'd', 'Y'}, -273.154, 100, null, true, 42L);
    assertThat(list.format()).isEqualTo("8s8sdqxxxxxx?xxxxxxxx?q");
    assertThat(list.toString())
        .isEqualTo(
            "ShareableList([howdy, [72, 111, 87, 100, 89], -273.154, 100, null, true, 42], name=%s)"
                .formatted(list.shm().name()));
  }

  @Test
  void extremesComeBack() {
    list.set(3, Integer.MIN_VALUE);
    list.set(6, Long.MAX_VALUE);
    list.set(2, Double.NaN);
    list.set(5, false);
    list.set(1, new byte[0]);
    list.set(0, "");
    assertThat(list)
        .containsExactly(
            "", new byte[0], Double.NaN, Integer.MIN_VALUE, null, false, Long.MAX_VALUE);
  }

  @Test
  void indexOutsideIsRefused() {
    for (int index : new int[] {-1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> list.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> list.set(index, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void itemsAreFoundByTheirValue() {
    assertThat(list.indexOf(100)).isEqualTo(3);
    assertThat(list.indexOf(null)).isEqualTo(4);
    assertThat(list.indexOf(new byte[] {'H', 'o', 'W', 'd', 'Y'})).isEqualTo(1);
    assertThat(list.indexOf("nothing")).isEqualTo(-1);
    assertThat(list.indexOf(100L)).isEqualTo(-1);
    list.set(6, 100);
    assertThat(list.count(100)).isEqualTo(2);
    assertThat(list.count("gone")).isZero();
    assertThat(list.indexOf(100)).isEqualTo(3);
  }

  @Test
  void itemChangesItsType() {
    list.set(3, "some");
    assertThat(list.get(3)).isEqualTo("some");
    list.set(0, 1L);
    assertThat(list.get(0)).isEqualTo(1L);
    list.set(4, 2.5);
    list.set(2, null);
    assertThat(list.format()).isEqualTo("q8sxxxxxx?x8sdxxxxxxx?q");
    assertThat(list).startsWith(1L).contains("some", 2.5, null);
  }

  @Test
  void itemThatIsTooLongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list.set(0, "far too many"))
        .withMessageContaining("12 bytes exceeds available storage of 8 bytes at index 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list.set(3, new byte[9]))
        .withMessageContaining("exceeds available storage");
    assertThat(list.get(0)).isEqualTo("howdy");
    assertThat(list.get(3)).isEqualTo(100);
  }

  @Test
  void longestItemSpillsNotOver() {
    list.set(0, "12345678");
    list.set(1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertThat(list)
        .containsExactly(
            "12345678", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, -273.154, 100, null, true, 42L);
  }

  @Test
  void lengthIsThatInUtf8() {
    // Three bytes each.
    list.set(0, "€€");
    assertThat(list.get(0)).isEqualTo("€€");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list.set(0, "€€€"))
        .withMessageContaining("9 bytes exceeds");
    try (ShareableList emoji = ShareableList.of("😀😀")) {
      assertThat(emoji.format()).isEqualTo("16s");
      emoji.set(0, "sixteen letters!");
      assertThat(emoji.get(0)).isEqualTo("sixteen letters!");
      emoji.shm().unlink();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b\0", "0\0\0\0\0\0\0\0", ""})
  void zerosAreKept(String text) {
    list.set(0, text);
    assertThat(list.get(0)).isEqualTo(text);
  }

  @Test
  void itemOfAnotherClassIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list.set(0, BigInteger.TWO.pow(64)))
        .withMessageContaining("java.math.BigInteger")
        .withMessageContaining("it holds Integer, Long");
    assertThatIllegalArgumentException().isThrownBy(() -> ShareableList.of(1, 'c'));
    assertThatIllegalArgumentException().isThrownBy(() -> ShareableList.named("x", 1, 1.5f));
    assertThatThrownBy(() -> SharedMemory.attach("x"))
        .isInstanceOf(SharedMemoryNotFoundException.class);
  }

  @Test
  void copyIsOfItsOwn() {
    try (ShareableList copy = list.copy("copied");
        ShareableList another = list.copy()) {
      assertThat(copy.shm().name()).isEqualTo("copied");
      assertThat(copy.format()).isEqualTo(list.format());
      assertThat(another).containsExactlyElementsOf(list);
      copy.set(0, "x");
      assertThat(list.get(0)).isEqualTo("howdy");
      copy.shm().unlink();
      another.shm().unlink();
    }
  }

  @Test
  void attachedListIsTheSame() {
    try (ShareableList same = ShareableList.attach(list.shm().name())) {
      assertThat(same).containsExactlyElementsOf(list);
      same.set(6, -1L);
      assertThat(list.get(6)).isEqualTo(-1L);
    }
  }

  @Test
  void emptyListIsGood() {
    try (ShareableList empty = ShareableList.named("empty");
        ShareableList same = ShareableList.attach("empty")) {
      assertThat(same).isEmpty();
      assertThat(same.size()).isZero();
      assertThat(same.format()).isEmpty();
      assertThat(same.indexOf(null)).isEqualTo(-1);
      assertThatThrownBy(() -> same.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
      empty.shm().unlink();
    }
  }

  @Test
  void otherMemoryIsNoList() {
    try (SharedMemory memory = SharedMemory.create("nolist", 100);
        SharedMemory tiny = SharedMemory.create("tiny", 3)) {
      for (SharedMemory none : new SharedMemory[] {memory, tiny}) {
        assertThatIllegalStateException()
            .isThrownBy(() -> ShareableList.attach(none.name()))
            .withMessageContaining(none.name() + ": there is no shareable list");
        none.unlink();
      }
    }
  }

  @Test
  void closedListFailsCleanly() {
    ShareableList closed = ShareableList.of(1);
    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> closed.get(0));
    assertThatIllegalStateException().isThrownBy(() -> closed.set(0, 2));
    assertThat(closed.size()).isEqualTo(1);
    assertThat(closed.toString()).startsWith("ShareableList(closed");
    closed.shm().unlink();
  }

  @Test
  void childSharesIt() {
    ShareableList captured = list;
    Process child =
        new Process(
            (ShareableList given) -> {
              given.set(0, "child " + given.size());
              captured.set(3, 100 + captured.count(100));
            },
            list);
    child.start();
    child.join();
    assertThat(child.exception()).isEmpty();
    assertThat(list.get(0)).isEqualTo("child 7");
    assertThat(list.get(3)).isEqualTo(101);
  }

  @Test
  void travelsAsAHandle() throws IOException {
    try (ShareableList ten = ShareableList.named("list10", Multiprocessing.range(10).toArray());
        ShareableList many = ShareableList.named("list99", Multiprocessing.range(400))) {
      assertThat(many.size()).isEqualTo(400);
      assertThat(serialized(ten)).isEqualTo(serialized(many)).isLessThan(500);
      ten.shm().unlink();
      many.shm().unlink();
    }
  }

  private static int serialized(ShareableList list) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(list);
    }
    return bytes.size();
  }

  @Test
  void unlinkedListCannotBeReceived() {
    try (ShareableList dead = ShareableList.of(1)) {
      dead.shm().unlink();
      Process child = new Process(() -> dead.set(0, 2));
      try (Console _ = new Console()) {
        child.start();
        child.join();
      }
      assertThat(child.exception()).get().isInstanceOf(SharedMemoryNotFoundException.class);
      assertThat(dead.get(0)).isEqualTo(1);
    }
  }
}
