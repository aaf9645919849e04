package dev.braid.net;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.braid.memory.Deadline;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Takes everybody in who connects and proves that he knows the key. Close it in the process that
/// opened it.
///
/// Handshakes run side by side, each on a virtual thread with a deadline, so a client that is slow
/// or silent holds up nobody. Their number is bounded: when all [Rules#places] are taken, the
/// client that has been at it for longest is sent away for the next one. What has a wrong key is
/// reported; what doesn't speak our language, hangs up or is too slow is dropped.
public final class Reception implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Reception.class.getName());
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  /// Wrong keys that wait to be reported; further ones are only logged, for nobody may fill our
  /// memory with them.
  private static final int REPORTS = 16;

  /// How long to leave it alone when the system can't give a socket.
  private static final Duration RESPITE = Duration.ofMillis(100);

  /// How clients are received.
  ///
  /// @param limit of a frame that is received after the handshake, in bytes
  /// @param patience for a handshake
  /// @param places of clients in a handshake, or waiting to be accepted
  public record Rules(int limit, Duration patience, int places) {
    /// Ten seconds of patience, and 128 places.
    public static Rules withLimit(int limit) {
      return new Rules(limit, Duration.ofSeconds(10), 128);
    }
  }

  private sealed interface Outcome {
    record Admitted(Guest guest) implements Outcome {}

    record Refused(WrongKeyException why) implements Outcome {}

    record Closed() implements Outcome {}
  }

  private final Door door;
  private final AuthKey key;
  private final Rules rules;
  private final Semaphore places;
  private final Queue<Guest> greeted = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final AtomicInteger reports = new AtomicInteger();
  private final Thread porter;
  private volatile boolean isClosed;

  private Reception(Door door, AuthKey key, Rules rules) {
    this.door = door;
    this.key = key;
    this.rules = rules;
    this.places = new Semaphore(rules.places());
    this.porter = Thread.ofVirtual().name("braid-listener").unstarted(this::receive);
  }

  /// Opens one at that address, which must be free.
  public static Reception open(SocketAddress address, AuthKey key, Rules rules) throws IOException {
    Reception reception = new Reception(Door.open(address), key, rules);
    reception.porter.start();
    return reception;
  }

  /// Where it is; a port that was 0 is the real one.
  public SocketAddress address() {
    return door.address();
  }

  /// The next one who has proved that he knows the key; waits for him.
  ///
  /// @return null if the deadline came first
  /// @throws WrongKeyException for each one who has a wrong key
  /// @throws AsynchronousCloseException if this is closed
  public @Nullable Guest accept(Deadline deadline)
      throws WrongKeyException, AsynchronousCloseException, InterruptedException {
    Outcome outcome = outcomes.poll(deadline.remaining(FOREVER).toNanos(), TimeUnit.NANOSECONDS);
    return switch (outcome) {
      case null -> null;
      case Outcome.Admitted(var guest) -> {
        places.release();
        yield guest;
      }
      case Outcome.Refused(var why) -> {
        reports.decrementAndGet();
        throw why;
      }
      case Outcome.Closed closed -> {
        // For the others who wait.
        outcomes.add(closed);
        throw new AsynchronousCloseException();
      }
    };
  }

  private void receive() {
    while (!isClosed) {
      try {
        SocketChannel arrived = door.accept();
        try {
          takePlace();
        } catch (InterruptedException e) {
          arrived.close();
          throw e;
        }
        greet(arrived);
      } catch (InterruptedException | AsynchronousCloseException e) {
        return;
      } catch (IOException e) {
        LOG.log(WARNING, "can't take a connection at " + address(), e);
        sendAwayOldest();
        if (!rest()) {
          return;
        }
      }
    }
  }

  private void takePlace() throws InterruptedException {
    if (!places.tryAcquire()) {
      sendAwayOldest();
      // If all have proved the key, they wait for the program, and so do we.
      places.acquire();
    }
  }

  private void sendAwayOldest() {
    Guest oldest = greeted.poll();
    if (oldest != null) {
      LOG.log(DEBUG, "{0} must leave for others: its handshake takes too long", oldest.channel());
      oldest.close();
    }
  }

  private static boolean rest() {
    try {
      Thread.sleep(RESPITE);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Begins the handshake with one who has a place.
  private void greet(SocketChannel arrived) throws IOException {
    Guest guest;
    try {
      guest = Guest.of(arrived);
    } catch (IOException | RuntimeException e) {
      places.release();
      throw e;
    }
    greeted.add(guest);
    Thread.ofVirtual().name("braid-handshake").start(() -> handshake(guest));
    if (isClosed) {
      guest.close();
    }
  }

  private void handshake(Guest guest) {
    boolean isAdmitted = false;
    try {
      Handshake.receive(guest.channel(), key, Deadline.in(rules.patience()));
      guest.admit(rules.limit());
      isAdmitted = true;
    } catch (WrongKeyException e) {
      report(e);
    } catch (IOException e) {
      LOG.log(DEBUG, () -> "dropped " + guest.channel() + ": " + e);
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "nobody interrupts a handshake", e);
    } finally {
      // One who was sent away at the last moment is no longer among them, and closed.
      if (greeted.remove(guest) && isAdmitted && !isClosed) {
        outcomes.add(new Outcome.Admitted(guest));
        if (isClosed) {
          guest.close();
        }
      } else {
        guest.close();
        places.release();
      }
    }
  }

  private void report(WrongKeyException why) {
    if (reports.incrementAndGet() <= REPORTS) {
      outcomes.add(new Outcome.Refused(why));
    } else {
      reports.decrementAndGet();
      LOG.log(DEBUG, why.getMessage());
    }
  }

  /// Closes the door, sends away whoever hasn't been accepted, and wakes whoever waits to accept.
  /// Twice is fine.
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    door.close();
    porter.interrupt();
    greeted.forEach(Guest::close);
    for (Outcome left = outcomes.poll(); left != null; left = outcomes.poll()) {
      if (left instanceof Outcome.Admitted(var guest)) {
        guest.close();
      }
    }
    outcomes.add(new Outcome.Closed());
  }
}
