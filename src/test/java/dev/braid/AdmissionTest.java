package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {
  private record Point(int x, int y) implements Serializable {}

  private record Line(Point from, Point to) implements Serializable {}

  private enum Colour {
    RED
  }

  private static final class Ours extends ArrayList<Object> {
    @Serial private static final long serialVersionUID = 1L;
  }

  private final Listener listener = new Listener();
  private final List<Connection<Object>> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Connection::close);
    listener.close();
  }

  /// Sends to the listener what `admission` lets a client of it receive.
  private Object through(Admission admission, Object value) {
    Connection<Object> client =
        Client.connect(
            listener.address(), Process.current().authKey(), admission, Duration.ofSeconds(60));
    open.add(client);
    Connection<Object> server = listener.accept();
    open.add(server);
    server.send(value);
    return client.recv();
  }

  static Stream<Object> values() {
    return Stream.of(
        true,
        1L,
        'c',
        "文字",
        new BigInteger("12345678901234567890"),
        new BigDecimal("3.14"),
        UUID.randomUUID(),
        Duration.ofNanos(5),
        LocalDate.of(2024, 2, 29),
        Period.ofDays(3),
        ZonedDateTime.parse("2024-02-29T12:00+01:00[Europe/Berlin]"),
        Thread.State.NEW,
        TimeUnit.DAYS,
        Locale.GERMANY,
        Optional.of("x"),
        List.of(1, List.of(2), Map.of("a", Set.of(3))),
        new ArrayList<>(List.of(1, List.of(2))),
        new TreeMap<>(Map.of("a", 1)),
        Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        Collections.nCopies(3, "x"),
        Arrays.asList(1, 2),
        BitSet.valueOf(new long[] {5}),
        EnumSet.of(TimeUnit.DAYS),
        new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
        new ConcurrentHashMap<>(Map.of("k", "v")),
        Multiprocessing.tuple("a", List.of(1)),
        Multiprocessing.range(10));
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesOfTheJdkComeIn(Object value) {
    assertThat(through(Admission.STANDARD, value)).isEqualTo(value);
  }

  @Test
  void arraysOfThemComeIn() {
    int[][] numbers = {{1}, {2, 3}};
    assertThat((int[][]) through(Admission.STANDARD, numbers)).isDeepEqualTo(numbers);
    String[][] texts = {{"a"}};
    assertThat((String[][]) through(Admission.STANDARD, texts)).isDeepEqualTo(texts);
  }

  @Test
  void exceptionsOfTheJdkComeInWithTheirTraces() {
    Exception thrown = new IllegalStateException("why", new ArithmeticException("because"));
    assertThat((Exception) through(Admission.STANDARD, thrown))
        .hasMessage("why")
        .hasStackTraceContaining("AdmissionTest")
        .hasRootCauseMessage("because");
  }

  static Stream<Object> others() throws Exception {
    return Stream.of(
        new Point(1, 2),
        Optional.of(new Point[0]),
        new Ours(),
        Colour.RED,
        List.of(1, Colour.RED),
        EnumSet.of(Colour.RED),
        Optional.of(new Object[] {List.of(new Point(1, 2))}),
        Point.class,
        new File("x"),
        new URI("http://localhost").toURL(),
        Proxy.newProxyInstance(
            AdmissionTest.class.getClassLoader(),
            new Class<?>[] {Comparable.class},
            (Serializable & java.lang.reflect.InvocationHandler) (_, _, _) -> 0));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsNotListedDoesNot(Object value) {
    assertThatThrownBy(() -> through(Admission.STANDARD, value))
        .isInstanceOfAny(UnreadableException.class, CopyException.class);
    Connection<Object> client = open.get(0);
    open.get(1).send("the next one");
    assertThat(client.recv()).isEqualTo("the next one");
  }

  @Test
  void theMessageSaysWhatWasRefused() {
    assertThatThrownBy(
            () -> through(Admission.STANDARD, new Line(new Point(1, 2), new Point(3, 4))))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(
            "%s may not come in here; if it is a plain value, admit it", Line.class.getName());
  }

  @Test
  void whatIsAddedComesIn() {
    Line line = new Line(new Point(1, 2), new Point(3, 4));
    assertThat(through(Admission.STANDARD.with(Line.class, Point.class), line)).isEqualTo(line);
    assertThat(through(Admission.STANDARD.withPackage("dev.braid"), line)).isEqualTo(line);
    assertThat(through(Admission.STANDARD.with(Colour.class), Colour.RED)).isEqualTo(Colour.RED);
    assertThatThrownBy(() -> through(Admission.STANDARD.with(Line.class), line))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("AdmissionTest$Point may not come in here");
    assertThatThrownBy(() -> through(Admission.STANDARD.withPackage("dev"), line))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void lambdasAreNotSent() {
    Task task = () -> {};
    Comparator<Integer> order = (Comparator<Integer> & Serializable) Integer::compare;
    for (Object code : List.of(task, order, List.of(List.of(task)))) {
      assertThatThrownBy(() -> through(Admission.STANDARD, code))
          .isInstanceOf(CopyException.class)
          .hasMessageContaining("code is not taken from a network; send data");
    }
  }

  @Test
  void whatIsSharedIsNotSent() {
    try (Queue<Integer> queue = new Queue<>()) {
      assertThatThrownBy(() -> through(Admission.STANDARD, List.of(queue)))
          .isInstanceOf(CopyException.class)
          .hasMessageContaining(
              "there is a Queue in it, which lives in the memory of this session");
    }
  }

  @Test
  void objectsInObjectsAreBounded() {
    Object nested = "x";
    for (int i = 0; i < 15; i++) {
      nested = new ArrayList<>(List.of(nested));
    }
    Object deep = nested;
    assertThat(through(Admission.STANDARD, deep)).isEqualTo(deep);
    assertThatThrownBy(() -> through(Admission.STANDARD.maxDepth(10), deep))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(
            "11 levels of objects in objects or more, and at most 10 may come in");
  }

  @Test
  void setsInSetsTakeNobodysTime() {
    Set<Object> first = new HashSet<>();
    Set<Object> one = first;
    Set<Object> other = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Set<Object> nextOne = new HashSet<>();
      Set<Object> nextOther = new HashSet<>();
      nextOne.add("differs");
      // Added while they are small: the sets above have their hash codes then.
      one.add(nextOne);
      one.add(nextOther);
      other.add(nextOne);
      other.add(nextOther);
      one = nextOne;
      other = nextOther;
    }
    assertThatThrownBy(() -> through(Admission.STANDARD, first))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("levels of objects in objects");
  }

  @Test
  void theNumberOfObjectsIsBounded() {
    List<List<Integer>> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(new ArrayList<>(List.of(i)));
    }
    assertThatThrownBy(() -> through(Admission.STANDARD.maxObjects(50), many))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("51 objects or more, and at most 50 may come in");
  }

  @Test
  void theLengthOfArraysIsBounded() {
    Admission narrow = Admission.STANDARD.maxLength(100);
    assertThat((byte[]) through(narrow, new byte[100])).hasSize(100);
    assertThatThrownBy(() -> through(narrow, new byte[101]))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("it has 101 things in a row, and at most 100 may come in");
    assertThatThrownBy(() -> through(narrow, new int[][] {new int[101]}))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("101 elements of an array");
  }

  @Test
  void aMessageThatIsTooLongIsTheEndOfItsConnection() {
    assertThatThrownBy(() -> through(Admission.STANDARD.maxBytes(1000), new byte[2000]))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("a message of 2005 bytes, and at most 1000 are taken here");
    assertThatThrownBy(open.get(1)::recv).isInstanceOf(EndOfFileException.class);
  }

  @Test
  void boundsArePositive() {
    assertThatThrownBy(() -> Admission.STANDARD.maxBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxBytes is 0; it must be positive");
    assertThatThrownBy(() -> Admission.STANDARD.maxObjects(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
