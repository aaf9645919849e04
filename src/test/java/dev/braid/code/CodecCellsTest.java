package dev.braid.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Values of cells go from a notebook to processes that were started before their classes existed.
class CodecCellsTest {
  /// Counts what is published.
  private static final class Store implements ClassStore {
    private final Map<String, byte[]> classes = new HashMap<>();
    private int published;

    @Override
    public void publish(Map<String, byte[]> added) {
      classes.putAll(added);
      published++;
    }

    @Override
    public Optional<byte[]> find(String binaryName) {
      return Optional.ofNullable(classes.get(binaryName));
    }
  }

  private final Store store = new Store();

  /// A process that has nothing yet but the store.
  private Codec child() {
    return Codec.of(new ShippedLoader(Map.of(), () -> store), store);
  }

  private Codec notebook(Cells cells) {
    return Codec.of(cells, store);
  }

  private static Object get(Object supplier) {
    return ((Supplier<?>) supplier).get();
  }

  @Nested
  class Classes {
    @Test
    void areFoundInTheStore() {
      try (Cells cells =
          Cells.of(
              "enum Color { RED, GREEN }",
              "class Unused { int n; }",
              "record Point(int x, Color color, Unused unused) {}",
              "Object points = List.of(new Point(1, Color.GREEN, null));")) {
        assertThat(Wire.send(notebook(cells), child(), cells.run("points")))
            .hasToString("[Point[x=1, color=GREEN, unused=null]]");
      }
    }

    @Test
    void ofFieldsThatNoCodeUsesAreThereToo() {
      try (Cells cells =
          Cells.of(
              "class Part { int n; }",
              "class Whole { Part part; Part[] parts; public String toString() { return \"w\"; } }",
              "Object whole = new Whole();")) {
        assertThat(Wire.send(notebook(cells), child(), cells.run("whole"))).hasToString("w");
      }
    }

    @Test
    void arePublishedOnce() {
      try (Cells cells = Cells.of("record P(int x) {}")) {
        Codec notebook = notebook(cells);
        Codec child = child();
        for (int i = 0; i < 3; i++) {
          assertThat(Wire.send(notebook, child, cells.run("new P(" + i + ")")))
              .hasToString("P[x=" + i + "]");
        }
        assertThat(store.published).isEqualTo(1);
      }
    }

    @Test
    void ofEnumsAloneArePublished() {
      try (Cells cells = Cells.of("enum Color { RED, GREEN }")) {
        assertThat(Wire.send(notebook(cells), child(), cells.run("Color.RED"))).hasToString("RED");
        assertThat(Wire.send(notebook(cells), child(), cells.run("List.of(Color.RED, 1)")))
            .hasToString("[RED, 1]");
      }
    }

    @Test
    void goFromChildToChildAndBack() {
      try (Cells cells = Cells.of("record P(int x) {}")) {
        Codec first = child();
        Object point = Wire.send(notebook(cells), first, cells.run("new P(5)"));
        Object further = Wire.send(first, child(), point);
        assertThat(further).hasToString("P[x=5]").isNotEqualTo(point);
        assertThat(Wire.send(first, notebook(cells), point)).isEqualTo(cells.run("new P(5)"));
      }
    }

    @Test
    void thatNobodyPublishedAreNamed() {
      try (Cells cells = Cells.of("record P(int x) {}")) {
        Object point = cells.run("new P(5)");
        Codec stranger =
            Codec.of(
                new ShippedLoader(Map.of(), ClassStore::ofThisProcess), ClassStore.ofThisProcess());
        assertThatThrownBy(() -> Wire.send(notebook(cells), stranger, point))
            .isInstanceOf(NotReadableException.class)
            .hasMessageContaining("this process doesn't have the class REPL.");
      }
    }

    @Test
    void ofExceptionsCross() {
      try (Cells cells =
          Cells.of(
              "class Broken extends RuntimeException { int code = 7; Broken(String m) { super(m);"
                  + " } }")) {
        assertThat((Throwable) Wire.send(notebook(cells), child(), cells.run("new Broken(\"m\")")))
            .hasMessage("m");
      }
    }
  }

  @Nested
  class VariablesOfFunctions {
    @Test
    void areSetEachTime() {
      try (Cells cells = Cells.of("int n = 1;", "Supplier<Object> s = () -> n * 10;")) {
        Codec notebook = notebook(cells);
        Codec child = child();
        Object first = Wire.send(notebook, child, cells.run("s"));
        assertThat(get(first)).isEqualTo(10);
        cells.run("n = 2;");
        Object second = Wire.send(notebook, child, cells.run("s"));
        assertThat(get(second)).isEqualTo(20);
        assertThat(get(first)).isEqualTo(20);
      }
    }

    @Test
    void stayInTheChildThatChangesThem() {
      try (Cells cells = Cells.of("int n = 1;", "Supplier<Object> s = () -> ++n;")) {
        Codec notebook = notebook(cells);
        Codec child = child();
        Object there = Wire.send(notebook, child, cells.run("s"));
        assertThat(get(there)).isEqualTo(2);
        Object back = Wire.send(child, notebook, there);
        assertThat(cells.run("n")).isEqualTo(1);
        assertThat(get(back)).isEqualTo(2);
      }
    }

    @Test
    void goOnFromTheChildAsTheyAreThere() {
      try (Cells cells = Cells.of("int n = 1;", "Supplier<Object> s = () -> ++n;")) {
        Codec first = child();
        Object there = Wire.send(notebook(cells), first, cells.run("s"));
        assertThat(get(there)).isEqualTo(2);
        assertThat(get(Wire.send(first, child(), there))).isEqualTo(3);
      }
    }

    @Test
    void areOneGraphWithTheMessage() {
      try (Cells cells =
          Cells.of(
              "List<Integer> log = new ArrayList<>();",
              "Supplier<Object> s = () -> log;",
              "Object pair = List.of(s, log);")) {
        List<?> there = (List<?>) Wire.send(notebook(cells), child(), cells.run("pair"));
        assertThat(get(there.get(0))).isSameAs(there.get(1));
      }
    }

    @Test
    void thatCantBeCopiedAreNamed() {
      try (Cells cells =
          Cells.of("var conn = new java.net.Socket();", "Supplier<Object> s = () -> conn;")) {
        Object function = cells.run("s");
        assertThatThrownBy(() -> notebook(cells).encode("item", function))
            .isInstanceOf(NotCopyableException.class)
            .hasMessageStartingWith(
                "variable 'conn' (java.net.Socket) can't be copied to another process: ");
      }
    }
  }

  @Nested
  class VariablesOfObjects {
    private static final String[] CELLS = {
      "int count = 1;",
      "class Job implements Supplier<Object> { public Object get() { return" + " ++count; } }"
    };

    @Test
    void areSetWhereTheyWereNot() {
      try (Cells cells = Cells.of(CELLS)) {
        assertThat(get(Wire.send(notebook(cells), child(), cells.run("new Job()")))).isEqualTo(2);
      }
    }

    @Test
    void areNotUndoneByEveryObjectThatComes() {
      try (Cells cells = Cells.of(CELLS)) {
        Codec notebook = notebook(cells);
        Codec child = child();
        for (int i = 0; i < 3; i++) {
          assertThat(get(Wire.send(notebook, child, cells.run("new Job()")))).isEqualTo(2 + i);
        }
      }
    }

    @Test
    void areNotUndoneByAParcel() throws Exception {
      try (Cells cells = Cells.of(CELLS)) {
        ShippedLoader there = new ShippedLoader(Map.of(), () -> store);
        Codec child = Codec.of(there, store);
        Object job = Wire.send(notebook(cells), child, cells.run("new Job()"));
        assertThat(get(job)).isEqualTo(2);
        // As an exception comes back from a child of the child.
        Object again = Parcel.pack("exception", cells.run("new Job()"), cells).unpack(there);
        assertThat(get(again)).isEqualTo(3);
        assertThat(Parcel.pack("exception", job, there).unpack(cells)).isNotNull();
        assertThat(cells.run("count")).isEqualTo(1);
      }
    }
  }
}
