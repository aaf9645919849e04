package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.braid.Other.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimpleQueueTest {
  @ParameterizedTest
  @EnumSource
  void isEmptyUntilAnotherOnePuts(Kind kind) {
    SimpleQueue<Boolean> queue = new SimpleQueue<>();
    Event begin = new Event();
    Event done = new Event();
    Other other =
        kind.start(() -> {
          assertThat(begin.await()).isTrue();
          queue.put(queue.empty());
          queue.put(queue.empty());
          done.set();
        });
    assertThat(queue.empty()).isTrue();
    begin.set();
    assertThat(done.await()).isTrue();
    assertThat(queue.empty()).isFalse();
    assertThat(queue.get()).isTrue();
    assertThat(queue.get()).isFalse();
    assertThat(queue.empty()).isTrue();
    other.join();
  }

  @Test
  void itTravelsThroughAnotherOne() {
    SimpleQueue<SimpleQueue<String>> outer = new SimpleQueue<>();
    SimpleQueue<String> inner = new SimpleQueue<>();
    outer.put(inner);
    Kind.PROCESS.start(() -> outer.get().put("hello")).join();
    assertThat(inner.get()).isEqualTo("hello");
    assertThat(inner).hasToString("SimpleQueue[0 items]");
  }

  @Test
  void whatCannotBeSentFailsInPut() {
    SimpleQueue<Object> queue = new SimpleQueue<>();
    assertThatExceptionOfType(CopyException.class)
        .isThrownBy(() -> queue.put(Thread.currentThread()));
    assertThat(queue.empty()).isTrue();
  }

  @Test
  void aClosedOneSaysSo() {
    SimpleQueue<Integer> queue = new SimpleQueue<>();
    queue.close();
    queue.close();
    assertThatIllegalStateException().isThrownBy(queue::empty).withMessageContaining("is closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> queue.put(1))
        .withMessageContaining("is closed");
    assertThatIllegalStateException().isThrownBy(queue::get).withMessageContaining("is closed");
  }
}
