package dev.braid.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Cells are compiled by a real JShell, packed, and unpacked by a loader that has nothing but the
/// parcel.
class ParcelTest {
  @FunctionalInterface
  public interface Value extends Callable<Object>, java.io.Serializable {}

  /// The value of the last cell, as another process would see it.
  private static Object elsewhere(Cells cells, Object value) throws Exception {
    Parcel parcel = Parcel.pack("target", value, cells);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    parcel.write(new DataOutputStream(bytes));
    Parcel arrived =
        Parcel.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return arrived.unpack(new ShippedLoader(arrived.classes()));
  }

  @Nested
  class Lambdas {
    @Test
    void takeTheVariablesAlongThatTheyReach() throws Exception {
      try (Cells cells =
          Cells.of(
              "int base = 80;",
              "int square(int x) { return x * x + base; }",
              "Function<Integer, Integer> f = x -> square(x);")) {
        @SuppressWarnings("unchecked")
        Function<Integer, Integer> there =
            (Function<Integer, Integer>) elsewhere(cells, cells.run("f"));
        assertThat(there.apply(3)).isEqualTo(89);
      }
    }

    @Test
    void inPlainVariablesCrossInsideOthers() throws Exception {
      try (Cells cells =
          Cells.of(
              "var log = new ArrayList<String>();",
              "Runnable inner = () -> log.add(\"ran\");",
              "Supplier<Object> outer = () -> { inner.run(); return log; };")) {
        Supplier<?> there = (Supplier<?>) elsewhere(cells, cells.run("outer"));
        assertThat(there.get()).isEqualTo(List.of("ran"));
        assertThat(cells.run("log")).isEqualTo(List.of());
      }
    }

    @Test
    void keepWhatTheyCaptured() throws Exception {
      try (Cells cells =
          Cells.of(
              "Supplier<Object> make(String a, int b, Object c) { return () -> a + b + c; }")) {
        Supplier<?> there = (Supplier<?>) elsewhere(cells, cells.run("make(\"x\", 7, null)"));
        assertThat(there.get()).isEqualTo("x7null");
      }
    }

    @Test
    void areStillShippableWhereTheyArrived() throws Exception {
      try (Cells cells = Cells.of("int n = 5;", "Supplier<Object> s = () -> n + 1;")) {
        Parcel first = Parcel.pack("target", cells.run("s"), cells);
        ShippedLoader there = new ShippedLoader(first.classes());
        Object once = first.unpack(there);
        Parcel second = Parcel.pack("target", once, there);
        Supplier<?> twice = (Supplier<?>) second.unpack(new ShippedLoader(second.classes()));
        assertThat(twice.get()).isEqualTo(6);
      }
    }

    @Test
    void ofTheProjectsOwnInterfacesCross() throws Exception {
      try (Cells cells = Cells.of("int n = 5;", "Fn1<Integer, Integer> f = x -> x + n;")) {
        @SuppressWarnings("unchecked")
        dev.braid.Fn1<Integer, Integer> there =
            (dev.braid.Fn1<Integer, Integer>) elsewhere(cells, cells.run("f"));
        assertThat(there.call(1)).isEqualTo(6);
      }
    }
  }

  @Nested
  class MethodReferences {
    @Test
    void ofEveryKindCross() throws Exception {
      try (Cells cells =
          Cells.of(
              "class Counter { int n; Counter(int n) { this.n = n; } Counter() { this(1); }"
                  + " Object twice() { return n * 2; } static Object hello() { return \"hello\"; } }",
              "Supplier<Object> fixed = Counter::hello;",
              "Supplier<Counter> created = Counter::new;",
              "Supplier<Object> bound = new Counter(21)::twice;",
              "Function<Counter, Object> unbound = Counter::twice;",
              "Function<String, Integer> library = String::length;")) {
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("fixed"))).get()).isEqualTo("hello");
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("created"))).get()).isNotNull();
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("bound"))).get()).isEqualTo(42);
        assertThat(elsewhere(cells, cells.run("unbound"))).isInstanceOf(Function.class);
        @SuppressWarnings("unchecked")
        Function<String, Integer> length =
            (Function<String, Integer>) elsewhere(cells, cells.run("library"));
        assertThat(length.apply("four")).isEqualTo(4);
      }
    }
  }

  @Nested
  class Types {
    @Test
    void recordsEnumsAndNestedClassesCross() throws Exception {
      try (Cells cells =
          Cells.of(
              "enum Color { RED, GREEN }",
              "record Point(int x, Color color) {}",
              "class Node { Point p; Node next; Node(Point p, Node next) { this.p = p; this.next ="
                  + " next; } public String toString() { return p + \" \" + next; } }",
              "Node chain = new Node(new Point(1, Color.GREEN), new Node(null, null));")) {
        assertThat(elsewhere(cells, cells.run("chain")))
            .hasToString("Point[x=1, color=GREEN] null null");
      }
    }

    @Test
    void instancesBringTheVariablesOfTheirMethods() throws Exception {
      try (Cells cells =
          Cells.of(
              "List<Integer> nums = new ArrayList<>(List.of(11, 22));",
              "class Reader implements Supplier<Object> { public Object get() { return nums; } }",
              "Reader reader = new Reader();")) {
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("reader"))).get())
            .isEqualTo(List.of(11, 22));
      }
    }

    @Test
    void staticFieldsOfCellClassesCross() throws Exception {
      try (Cells cells =
          Cells.of(
              "class Settings { static int level = 1; static final List<String> NAMES ="
                  + " List.of(\"a\"); }",
              "Settings.level = 7;",
              "Supplier<Object> s = () -> Settings.level + \" \" + Settings.NAMES;")) {
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("s"))).get()).isEqualTo("7 [a]");
      }
    }

    @Test
    void redefinedClassesAreTheLatest() throws Exception {
      try (Cells cells =
          Cells.of(
              "record V(int n) { int f() { return n; } }",
              "record V(int n) { int f() { return n * 10; } }",
              "Supplier<Object> s = () -> new V(4).f();")) {
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("s"))).get()).isEqualTo(40);
      }
    }
  }

  @Nested
  class Identities {
    @Test
    void twoNamesForOneObjectStayOneObject() throws Exception {
      try (Cells cells =
          Cells.of(
              "List<Integer> a = new ArrayList<>();",
              "List<Integer> b = a;",
              "Supplier<Object> s = () -> { a.add(1); return b.size(); };")) {
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("s"))).get()).isEqualTo(1);
      }
    }
  }

  @Nested
  class WhatCantCross {
    @Test
    void isNamedByTheVariable() {
      try (Cells cells =
          Cells.of(
              "var conn = new java.net.Socket();", "Supplier<Object> s = () -> conn.isBound();")) {
        Object target = cells.run("s");
        assertThatThrownBy(() -> Parcel.pack("target", target, cells))
            .isInstanceOf(NotCopyableException.class)
            .hasMessageStartingWith("variable 'conn' (java.net.Socket) can't be copied");
      }
    }

    @Test
    void isNamedByThePathToIt() {
      try (Cells cells =
          Cells.of(
              "record Box(String name, Object content) {}",
              "var boxes = Map.of(\"k\", List.of(new Box(\"a\", 1), new Box(\"b\", new Thread())));",
              "Supplier<Object> s = () -> boxes;")) {
        Object target = cells.run("s");
        assertThatThrownBy(() -> Parcel.pack("target", target, cells))
            .hasMessageStartingWith(
                "variable 'boxes'[k][1].content (java.lang.Thread) can't be copied")
            .hasMessageContaining("create it in the child");
      }
    }

    @Test
    void isNoObstacleWhileNobodyReachesIt() throws Exception {
      try (Cells cells =
          Cells.of(
              "var conn = new java.net.Socket();",
              "int n = 3;",
              "Object unrelated() { return conn; }",
              "Supplier<Object> s = () -> n;",
              "Object p = new Object[] {s, conn};")) {
        assertThat(((Supplier<?>) elsewhere(cells, cells.run("s"))).get()).isEqualTo(3);
      }
    }

    @Test
    void ofACellClassBelowOneOfTheJdkIsNotLostInSilence() {
      try (Cells cells =
          Cells.of(
              "class Worker extends Thread { int n = 3; }",
              "var worker = new Worker();",
              "Supplier<Object> s = () -> worker.n;")) {
        Object target = cells.run("s");
        assertThatThrownBy(() -> Parcel.pack("target", target, cells))
            .hasMessageContaining("variable 'worker'");
      }
    }
  }

  @Test
  void interfacesAndTheirDefaultMethodsCross() throws Exception {
    try (Cells cells =
        Cells.of(
            "interface Shape { double area(); default Supplier<String> text() { return () ->"
                + " \"area \" + area(); } }",
            "record Square(double side) implements Shape { public double area() { return side *"
                + " side; } }",
            "Supplier<String> s = new Square(2).text();")) {
      assertThat(((Supplier<?>) elsewhere(cells, cells.run("s"))).get()).isEqualTo("area 4.0");
    }
  }

  @Test
  void anonymousAndLocalClassesCross() throws Exception {
    try (Cells cells =
        Cells.of(
            "Supplier<Object> make(int n) { class Local { int v = n; } return new Supplier<Object>()"
                + " { public Object get() { return new Local().v + n; } }; }",
            "Supplier<Object> s = make(4);")) {
      assertThat(((Supplier<?>) elsewhere(cells, cells.run("s"))).get()).isEqualTo(8);
    }
  }
}
