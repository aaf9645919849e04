package dev.braid;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// What a test calls at a server of another process.
public interface Workshop {
  int add(int one, int other);

  int length(byte[] bytes);

  Object echo(Object value);

  /// Throws it.
  Object fail(RuntimeException thrown);

  /// Throws what can't even say what it is.
  Object failWithoutWords();

  /// Returns what can't be sent: too many levels.
  Object abyss();

  /// Something that nobody has a name for.
  Counter counter();

  /// Lets the server find what it doesn't need any more.
  void collect();

  /// Waits until its thread is interrupted.
  void hang() throws InterruptedException;

  /// Waits until somebody hangs.
  void awaitHanging() throws InterruptedException;

  /// Waits until somebody who hung was interrupted.
  void awaitInterrupted() throws InterruptedException;

  /// Counts.
  interface Counter {
    int next();
  }

  /// The real one.
  final class Real implements Workshop {
    private final Semaphore hanging = new Semaphore(0);
    private final Semaphore interrupted = new Semaphore(0);

    @Override
    public int add(int one, int other) {
      return one + other;
    }

    @Override
    public int length(byte[] bytes) {
      return bytes.length;
    }

    @Override
    public Object echo(Object value) {
      return value;
    }

    @Override
    public Object fail(RuntimeException thrown) {
      throw thrown;
    }

    @Override
    public Object failWithoutWords() {
      throw new Wordless();
    }

    @Override
    public Object abyss() {
      Object[] inner = {};
      for (int i = 0; i < 1_000_000; i++) {
        inner = new Object[] {inner};
      }
      return inner;
    }

    @Override
    public Counter counter() {
      return new AtomicInteger()::incrementAndGet;
    }

    @Override
    public void collect() {
      System.gc();
    }

    @Override
    public void hang() throws InterruptedException {
      hanging.release();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.release();
        throw e;
      }
    }

    @Override
    public void awaitHanging() throws InterruptedException {
      hanging.acquire();
    }

    @Override
    public void awaitInterrupted() throws InterruptedException {
      interrupted.acquire();
    }
  }

  /// Has no text.
  final class Wordless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }
}
