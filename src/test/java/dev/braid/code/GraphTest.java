package dev.braid.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.memory.Held;
import java.io.Serializable;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What goes by the serialization of the JDK: identity, shared objects, and what can't go.
class GraphTest {
  private static final Codec CODEC = Codec.current();

  private static Object elsewhere(Object value) {
    return Wire.send(CODEC, CODEC, value);
  }

  @Nested
  class Graphs {
    private record Pair(Object a, Object b) implements Serializable {}

    private static final class Node implements Serializable {
      private static final long serialVersionUID = 1L;
      private @Nullable Node next;
    }

    @Test
    void keepCycles() {
      List<Object> self = new ArrayList<>();
      self.add(self);
      List<?> there = (List<?>) elsewhere(self);
      assertThat(there.get(0)).isSameAs(there);
    }

    @Test
    void keepTwoNamesForOneObject() {
      List<Object> shared = new ArrayList<>(List.of("x"));
      Pair there = (Pair) elsewhere(new Pair(shared, Map.of("k", shared)));
      assertThat(((Map<?, ?>) there.b()).get("k")).isSameAs(there.a());
    }

    @Test
    void largerThanAnyBufferArrive() {
      byte[] large = new byte[5 << 20];
      new Random(7).nextBytes(large);
      Pair there = (Pair) elsewhere(new Pair(large, "end"));
      assertThat(there.a()).isEqualTo(large);
      assertThat(there.b()).isEqualTo("end");
    }

    @Test
    void exceptionsBringCauseSuppressedAndStackTrace() {
      IllegalStateException thrown = new IllegalStateException("outer", new RuntimeException("in"));
      thrown.addSuppressed(new java.io.IOException("closing"));
      Throwable there = (Throwable) elsewhere(thrown);
      assertThat(there).isInstanceOf(IllegalStateException.class).hasMessage("outer");
      assertThat(there.getCause()).isInstanceOf(RuntimeException.class).hasMessage("in");
      assertThat(there.getSuppressed()).hasOnlyElementsOfType(java.io.IOException.class);
      assertThat(there.getStackTrace()).isEqualTo(thrown.getStackTrace());
    }

    @Test
    void deeperThanTheStackAreRefused() {
      Node first = new Node();
      Node last = first;
      for (int i = 0; i < 1_000_000; i++) {
        last.next = new Node();
        last = last.next;
      }
      assertThatThrownBy(() -> CODEC.encode("item", first))
          .isInstanceOf(NotCopyableException.class)
          .hasMessageStartingWith("item can't be copied to another process: ")
          .hasMessageContaining("stack");
    }
  }

  @Nested
  class SharedObjects {
    private record Handle(long block, long life) implements Held, Serializable {}

    /// As the locks and queues do it.
    private static final class Shared implements Serializable {
      private static final long serialVersionUID = 1L;
      private final transient Object memory = new Object();

      @SuppressWarnings("serial") // never written: the handle is
      private final Thread open = new Thread();

      private final long block;

      Shared(long block) {
        this.block = block;
      }

      Object writeReplace() {
        return memory.equals(open) ? this : new Handle(block, 1);
      }
    }

    @Test
    void areNamedOnceEach() {
      Shared one = new Shared(64);
      Object value = List.of(one, Map.of("a", new Shared(128)), new Shared(64), one);
      assertThat(CODEC.encode("item", value).held())
          .containsExactlyInAnyOrder(new Handle(64, 1), new Handle(128, 1));
      assertThat(Parcel.pack("target", value, ClassSource.CLASS_PATH).held())
          .containsExactlyInAnyOrder(new Handle(64, 1), new Handle(128, 1));
    }

    @Test
    void ofAnotherLifeAreOthers() {
      Object value = new ArrayList<Object>(List.of(new Handle(64, 1), new Handle(64, 2)));
      assertThat(CODEC.encode("item", value).held()).hasSize(2);
    }

    @Test
    void mayBeTheValueItself() {
      assertThat(CODEC.encode("item", new Shared(64)).held()).containsExactly(new Handle(64, 1));
      assertThat(elsewhere(new Shared(64))).isEqualTo(new Handle(64, 1));
      assertThat(CODEC.encode("item", "none").held()).isEmpty();
    }

    @Test
    void areNotTakenForTheObstacle() {
      Object value = List.of(new Shared(64), List.of(new Socket()));
      assertThatThrownBy(() -> CODEC.encode("item", value))
          .hasMessageStartingWith("item[1][0] (java.net.Socket)");
    }
  }

  @Nested
  class WhatCantBeSent {
    private static final class Task implements Serializable {
      private static final long serialVersionUID = 1L;

      @SuppressWarnings("serial") // as a user may write it
      private final Object socket;

      Task(Object socket) {
        this.socket = socket;
      }

      @Override
      public String toString() {
        return "task of " + socket;
      }
    }

    private static final class Strange extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @SuppressWarnings("serial") // as a user may write it
      private final Object where = new Object();

      @Override
      public String getMessage() {
        return "at " + where;
      }
    }

    @Test
    void isNamedByThePathToIt() {
      Object item = List.of(1, 2, new Task(new Socket()));
      assertThatThrownBy(() -> CODEC.encode("item", item))
          .isInstanceOf(NotCopyableException.class)
          .hasMessage(
              "item[2].socket (java.net.Socket) can't be copied to another process: it is open in"
                  + " this process alone; pass its address, its name or its contents, and open it in"
                  + " that process");
    }

    @Test
    void mayBeTheItemItself() {
      assertThatThrownBy(() -> CODEC.encode("item", new Thread()))
          .hasMessageStartingWith("item (java.lang.Thread) can't be copied to another process: ");
      assertThatThrownBy(() -> CODEC.encode("item", Optional.of(new Object())))
          .hasMessageStartingWith("item (java.lang.Object) can't be copied to another process: ");
    }

    @Test
    void mayBeInAnException() {
      assertThatThrownBy(() -> CODEC.encode("item", new Strange()))
          .isInstanceOf(NotCopyableException.class)
          .hasMessageStartingWith("item.where (java.lang.Object)");
    }
  }
}
