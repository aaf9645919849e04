package dev.braid.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Queue;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that another program sent, and what it could send instead.
class ScreenTest {
  private static final Screen SCREEN =
      new Screen(Set.of(), Set.of("java.lang", "java.util"), 20, 1000, 1000);

  private static Screen with(String... classes) {
    return SCREEN.with(Set.of(classes), Set.of());
  }

  private static byte[] valueBytes(Codec codec, Object value) {
    Encoding encoding = codec.encodeValue("item", value);
    byte[] bytes = new byte[Math.toIntExact(encoding.length())];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.String",
        "[Ljava.lang.String;",
        "[[Ljava.util.List;",
        "java.util.Collections$EmptyList",
        "[I",
        "[[B",
        "dev.braid.code.PackedOptional"
      })
  void admitsWhatIsListed(String name) {
    assertThat(SCREEN.admits(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.invoke.SerializedLambda",
        "java.lang.reflect.Proxy",
        "java.util.logging.Level",
        "java.net.URL",
        "[Ljava.net.URL;",
        "dev.braid.code.ShippedLambda",
        "dev.braid.Queue$Handle",
        "javax.management.BadAttributeValueExpException",
        "NoPackage",
        "java.language.Trap",
        "[",
        "[L",
        "[[",
        "[Lx",
        ""
      })
  void admitsNothingElse(String name) {
    assertThat(SCREEN.admits(name)).isFalse();
  }

  @Test
  void classesOfCellsComeInWithinTheSession() {
    try (Cells cells =
        Cells.of(
            "int tax = 7;",
            "record Price(int net) { int gross() { return net + tax; } }",
            "Object price = new Price(100);")) {
      ClassStore store = ClassStore.ofThisProcess();
      Codec notebook = Codec.of(cells, store);
      Codec child = Codec.of(new ShippedLoader(Map.of(), () -> store), store);
      Object price = cells.run("price");
      byte[] bytes = valueBytes(notebook, price);
      assertThatThrownBy(() -> child.decode(bytes, SCREEN))
          .isInstanceOf(NotReadableException.class)
          .hasMessageContaining(price.getClass().getName() + " may not come in here");
      assertThat(child.decode(bytes, with(price.getClass().getName())))
          .hasToString("Price[net=100]");
    }
  }

  @Test
  void lambdasDoNot() {
    try (Cells cells = Cells.of("Supplier<Integer> five = () -> 5;")) {
      Codec notebook = Codec.of(cells, ClassStore.ofThisProcess());
      byte[] bytes = Wire.bytes(notebook, cells.run("five"));
      assertThatThrownBy(() -> notebook.decode(bytes, SCREEN))
          .isInstanceOf(NotReadableException.class)
          .hasMessageContaining("dev.braid.code.ShippedLambda may not come in here");
    }
    Supplier<Integer> ours = (Supplier<Integer> & Serializable) () -> 5;
    byte[] bytes = Wire.bytes(Codec.current(), ours);
    assertThatThrownBy(() -> Codec.current().decode(bytes, SCREEN))
        .isInstanceOf(NotReadableException.class)
        .hasMessageContaining("java.lang.invoke.SerializedLambda may not come in here");
  }

  @Test
  void variablesDoNot() {
    try (Cells cells =
        Cells.of(
            "int count = 5;",
            "class Counter { int get() { return count; } }",
            "Object counter = new Counter();")) {
      Codec notebook = Codec.of(cells, ClassStore.ofThisProcess());
      Object counter = cells.run("counter");
      byte[] bytes = Wire.bytes(notebook, counter);
      assertThatThrownBy(() -> notebook.decode(bytes, with(counter.getClass().getName())))
          .isInstanceOf(NotReadableException.class)
          .hasMessageContaining("something follows the value");
      assertThat(notebook.decode(valueBytes(notebook, counter), with(counter.getClass().getName())))
          .isInstanceOf(counter.getClass());
    }
  }

  @Test
  void sharedObjectsDoNot() {
    try (Queue<Integer> queue = new Queue<>()) {
      byte[] bytes = Wire.bytes(Codec.current(), queue);
      assertThatThrownBy(() -> Codec.current().decode(bytes, SCREEN))
          .isInstanceOf(NotReadableException.class)
          .hasMessageContaining("dev.braid.Queue$Handle may not come in here");
    }
  }

  @Test
  void damagedBytesGiveAValueOrAreNotReadable() {
    Random random = new Random(2024);
    for (Object value :
        List.of(
            new ArrayList<>(List.of(new ArrayList<>(List.of(1, "a")), Optional.of(2L))),
            new TreeMap<>(Map.of("a", new long[100], "b", List.of(List.of(1)))),
            new IllegalStateException("thrown"))) {
      byte[] whole = valueBytes(Codec.current(), value);
      for (int round = 0; round < 3000; round++) {
        byte[] changed = whole.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        try {
          assertThat(Arrays.asList(Codec.current().decode(changed, SCREEN))).hasSize(1);
        } catch (NotReadableException e) {
          assertThat(e).hasMessageContaining("can't be rebuilt here");
        }
      }
    }
  }
}
