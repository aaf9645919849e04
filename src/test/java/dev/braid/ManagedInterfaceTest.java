package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Store.Ware;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Objects of users, called by their own interfaces.
class ManagedInterfaceTest extends ManagedContract {
  @Test
  void allKindsOfMethodsRunAtTheServer() {
    Store shop = site().shop();
    assertThat(shop.where()).isEqualTo(site().pid());
    assertThat(shop.sell("tea")).isEqualTo(new Ware("tea", 3));
    assertThat(shop.price("jam")).isEqualTo(5);
    assertThat(shop.price(0)).isEqualTo(3);
    assertThat(shop.sum()).isZero();
    assertThat(shop.sum(1, 2, 3)).isEqualTo(6);
    assertThat(shop.dearest(List.of(2, 9, 4))).isEqualTo(9);
    assertThat(shop.dearest(List.of("b", "a"))).isEqualTo("b");
    assertThat(shop.greet("Egon")).isEqualTo("Welcome, Egon, to " + site().pid());
    assertThat(shop.open(false)).isTrue();
    assertThat(shop.sign((byte) 1, (short) 2, 'a', 3f, 4d)).isEqualTo((char) ('a' + 10));
    run(() -> assertThat(shop.sell("jam").price()).isEqualTo(5));
  }

  @Test
  void whatItThrowsIsThrownHereWithTheServersStackTrace() {
    Store shop = site().shop();
    assertThatThrownBy(() -> shop.sell("ham"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no ham today")
        .cause()
        .isInstanceOfSatisfying(
            RemoteTrace.class,
            trace ->
                assertThat(trace.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(StoreKeeper.class.getName())));
    assertThatThrownBy(shop::closed)
        .isInstanceOf(IOException.class)
        .hasMessage("closed on Sundays");
    assertThatThrownBy(shop::burn).hasMessageContaining("it burns");
    assertThat(shop.price(1)).isEqualTo(5);
  }

  @Test
  void whatCannotBeCopiedIsAnErrorOfTheCallerAndHarmsNobody() {
    Store shop = site().shop();
    assertThatThrownBy(shop::thread)
        .isInstanceOf(CopyException.class)
        .hasMessageContaining("Thread");
    assertThatThrownBy(() -> shop.take(List.of(Thread.currentThread())))
        .isInstanceOf(CopyException.class)
        .hasMessageContaining("Thread");
    assertThat(shop.price(1)).isEqualTo(5);
  }

  @Test
  void aDefaultMethodWhoseResultCannotBeCopiedRunsOnce() {
    Value<Integer> runs = manager().value(0);
    Store shop = site().shop();
    assertThatThrownBy(() -> shop.lateThread(runs)).isInstanceOf(CopyException.class);
    assertThat(runs.get()).isEqualTo(1);
  }

  @Test
  void iteratorsAndOtherInterfacesComeAsProxies() {
    Store shop = site().shop();
    Iterator<Ware> wares = shop.wares();
    assertThat(wares.next().name()).isEqualTo("tea");
    run(() -> assertThat(wares.next().name()).isEqualTo("jam"));
    assertThat(wares.hasNext()).isFalse();
    assertThatThrownBy(wares::next).isInstanceOf(NoSuchElementException.class);
    assertThat(shop.window().look()).isEqualTo("seen by somebody");
  }

  @Test
  void anObjectOfATypeThatIsServedComesAsAProxyEvenIfItCouldBeCopied() {
    Store.Cashier own = site().cashier();
    Store shop = site().shop();
    assertThat(own.pay(1)).isEqualTo(1);
    assertThat(shop.cashier().pay(2)).isEqualTo(2);
    assertThat(shop.cashier().pay(3)).isEqualTo(5);
    assertThat(own.total()).isEqualTo(1);
  }

  @Test
  void whatIsNotInTheInterfaceCannotBeCalled() throws Exception {
    Store shop = site().shop();
    Remote remote = Proxies.remoteOf(shop);
    assertThat(remote).isNotNull();
    assertThatThrownBy(
            () -> {
              if (remote != null) {
                var _ = remote.call(StoreKeeper.class.getMethod("secret"), new Object[0]);
              }
            })
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("Store has no method secret(); it has")
        .hasMessageContaining("price(int)");
    assertThatThrownBy(() -> Proxies.requirePossible(StoreKeeper.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("register an interface");
  }

  @Test
  void anInterruptedCallerInterruptsTheMethodAndGoesOn() throws Exception {
    Store shop = site().shop();
    Event arrived = manager().event();
    FutureTask<Integer> called =
        new FutureTask<>(() -> {
          assertThatThrownBy(() -> shop.queue(arrived)).isInstanceOf(InterruptedException.class);
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
          return shop.price(0);
        });
    Thread caller = Thread.ofVirtual().start(called);
    assertThat(arrived.await()).isTrue();
    caller.interrupt();
    assertThat(called.get()).isEqualTo(3);
    assertThat(shop.wasInterrupted()).isTrue();
  }

  @Test
  void manyThreadsAndProcessesCallAtOnce() {
    Namespace namespace = manager().namespace();
    List<Integer> list = manager().list();
    Store shop = site().shop();
    List<Other> others = Other.Kind.PROCESS.start(2, () -> many(shop, list, namespace));
    others.addAll(Other.Kind.VIRTUAL_THREAD.start(8, () -> many(shop, list, namespace)));
    Other.joinAll(others);
    assertThat(list).hasSize(50 * (2 + 8));
    assertThat(namespace.<Integer>get("i")).isEqualTo(49);
    assertThat(namespace.names()).containsExactly("i");
  }

  private static void many(Store shop, List<Integer> list, Namespace namespace) {
    for (int i = 0; i < 50; i++) {
      assertThat(shop.sum(i, i)).isEqualTo(2L * i);
      assertThat(list.add(i)).isTrue();
      namespace.set("i", i);
    }
    namespace.set("i", 49);
  }

  @Test
  void aNamespaceSetsGetsAndRemoves() {
    Namespace namespace = manager().namespace();
    run(() -> namespace.set("x", List.of(1)));
    assertThat(namespace.<List<Integer>>get("x")).containsExactly(1);
    namespace.set("none", null);
    assertThat(namespace.<Object>get("none")).isNull();
    assertThat(namespace).hasToString("Namespace(x=[1], none=null)");
    // As in Python, a name that begins like this is no one else's business, but can be had.
    run(() -> namespace.set("_hidden", 2));
    assertThat(namespace).hasToString("Namespace(x=[1], none=null)");
    assertThat(namespace.<Integer>get("_hidden")).isEqualTo(2);
    run(() -> {
      namespace.remove("_hidden");
      namespace.remove("x");
    });
    assertThatThrownBy(() -> namespace.get("x"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("the namespace has no 'x'; it has [none]");
  }
}
