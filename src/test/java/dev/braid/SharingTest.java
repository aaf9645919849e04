package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.SharedSample.Made;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every shared object goes through everything that carries objects, and works where it arrives.
class SharingTest {
  /// One end of a line between two processes.
  record Port(Task1<Object> out, Fn<Object> in) implements Serializable {
    void send(Object object) throws Exception {
      out.run(object);
    }

    Object receive() throws Exception {
      return in.call();
    }
  }

  record Line(Port here, Port there) {}

  enum Carrier {
    QUEUE {
      @Override
      Line open() {
        Queue<Object> forth = new Queue<>();
        Queue<Object> back = new Queue<>();
        return new Line(new Port(forth::put, back::get), new Port(back::put, forth::get));
      }
    },
    JOINABLE_QUEUE {
      @Override
      Line open() {
        JoinableQueue<Object> forth = new JoinableQueue<>();
        JoinableQueue<Object> back = new JoinableQueue<>();
        return new Line(new Port(forth::put, back::get), new Port(back::put, forth::get));
      }
    },
    SIMPLE_QUEUE {
      @Override
      Line open() {
        SimpleQueue<Object> forth = new SimpleQueue<>();
        SimpleQueue<Object> back = new SimpleQueue<>();
        return new Line(new Port(forth::put, back::get), new Port(back::put, forth::get));
      }
    },
    PIPE {
      @Override
      Line open() {
        Pipe<Object> pipe = new Pipe<>();
        Connection<Object> here = pipe.first();
        Connection<Object> there = pipe.second();
        return new Line(new Port(here::send, here::recv), new Port(there::send, there::recv));
      }
    };

    abstract Line open();
  }

  /// Uses all samples once, then takes, uses and returns them all.
  private static void serve(Port port, Event dropped) throws Exception {
    for (SharedSample sample : SharedSample.values()) {
      sample.use(port.receive());
      port.send("used");
    }
    dropped.await();
    for (SharedSample sample : SharedSample.values()) {
      Object received = port.receive();
      sample.use(received);
      port.send(received);
    }
    assertThat(port.receive()).isEqualTo("end");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSentIsUsedBySenderAndReceiverAndKeptByTheMessage(Carrier carrier) throws Exception {
    ArenaCount before = ArenaCount.settled();
    exchange(carrier);
    before.awaitAgain();
  }

  private static void exchange(Carrier carrier) throws Exception {
    Line line = carrier.open();
    Port there = line.there();
    Event dropped = new Event();
    Process child = new Process(() -> serve(there, dropped));
    child.start();
    for (SharedSample sample : SharedSample.values()) {
      sendAndSee(sample, line.here());
    }
    List<Object> kept = sendAndDrop(line.here());
    ArenaCount.collectAll();
    ArenaCount.collectAll();
    dropped.set();
    Iterator<Object> seen = kept.iterator();
    for (SharedSample sample : SharedSample.values()) {
      sample.see(line.here().receive(), seen.next());
    }
    line.here().send("end");
    child.join();
    assertThat(child.exitCode()).isZero();
  }

  private static void sendAndSee(SharedSample sample, Port port) throws Exception {
    Made made = sample.make();
    port.send(made.sent());
    assertThat(port.receive()).isEqualTo("used");
    sample.see(made.sent(), made.kept());
  }

  /// Afterwards only messages have them.
  private static List<Object> sendAndDrop(Port port) throws Exception {
    List<Object> kept = new ArrayList<>();
    for (SharedSample sample : SharedSample.values()) {
      Made made = sample.make();
      port.send(made.sent());
      kept.add(made.kept());
    }
    return kept;
  }

  @Test
  void aPoolTakesThemAsArgumentsAndReturnsThem() throws Exception {
    ArenaCount before = ArenaCount.settled();
    sendThroughPool();
    before.awaitAgain();
  }

  @SuppressWarnings("try") // only a closed pool can be joined
  private static void sendThroughPool() throws Exception {
    try (Pool pool = new Pool(1)) {
      for (SharedSample sample : SharedSample.values()) {
        Made made = sample.make();
        Object back = pool.apply(SharingTest::used, sample, made.sent());
        sample.see(back, made.kept());
      }
      pool.close();
      pool.join();
    }
  }

  private static Object used(SharedSample sample, Object received) throws Exception {
    sample.use(received);
    return received;
  }
}
