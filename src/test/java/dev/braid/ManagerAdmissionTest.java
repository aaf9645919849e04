package dev.braid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.Shop.Card;
import dev.braid.Shop.Cash;
import dev.braid.Shop.Coin;
import dev.braid.Shop.Item;
import dev.braid.Shop.Order;
import dev.braid.Shop.Price;
import dev.braid.Shop.Receipt;
import dev.braid.Shop.SoldOutException;
import dev.braid.Shop.Stranger;
import dev.braid.Shop.Wish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A server and its clients read what the registered interfaces name, and nothing else.
class ManagerAdmissionTest {
  private static final Item BREAD = new Item("bread", new Price(250));

  /// What a test does with a shop of another process.
  private interface Visit {
    void of(Shop shop) throws Exception;
  }

  private static void visit(Visit visit) throws Exception {
    try (ManagerProgram program = ManagerProgram.at("localhost", 0);
        ManagerClient client = program.connect()) {
      Shop shop = client.get("shop", Shop.class);
      visit.of(shop);
      // Whatever it was, the connection goes on.
      assertThat(shop.any("the next one")).isEqualTo("the next one");
    }
  }

  @Test
  void whatAnInterfaceNamesIsNeeded() {
    assertThat(Needs.of(Shop.class))
        .containsExactlyInAnyOrder(
            Order.class,
            Item.class,
            Price.class,
            Shop.Payment.class,
            Cash.class,
            Card.class,
            Receipt.class,
            Wish.class,
            Shop.Till.class,
            Coin.class,
            SoldOutException.class);
  }

  /// Refers to itself in every way.
  interface Recursive<T extends Recursive<T>> extends Comparable<T> {
    T next(List<? super Price> one);
  }

  @Test
  void whatNamesItselfIsFoundOnce() {
    assertThat(Needs.of(Recursive.class)).containsExactlyInAnyOrder(Recursive.class, Price.class);
  }

  @Test
  void whatIsNamedGoesBothWays() throws Exception {
    visit(shop -> {
      for (Shop.Payment payment : List.of(new Cash(), new Card("4711"))) {
        Order order = new Order(List.of(BREAD, BREAD), payment);
        assertThat(shop.buy(order)).isEqualTo(new Receipt(order, 500));
      }
      assertThat(shop.all(BREAD)).isDeepEqualTo(new Item[][] {{BREAD}});
      assertThat(shop.prices(Map.of("bread", List.of(BREAD.price()))).get("bread"))
          .isEqualTo(List.of(BREAD.price()));
      assertThat(shop.granted(new Wish("peace"))).isEqualTo(new Wish("peace"));
      assertThat(shop.till().put(new Coin(7))).isEqualTo(7);
    });
  }

  @Test
  void aDeclaredExceptionComesWithWhatIsInIt() throws Exception {
    Item gone = new Item("cake", new Price(0));
    visit(shop ->
        assertThatExceptionOfType(SoldOutException.class)
            .isThrownBy(() -> shop.buy(new Order(List.of(gone), new Cash())))
            .withMessage("cake is sold out")
            .satisfies(e -> assertThat(e.item).isEqualTo(gone)));
  }

  @Test
  void anotherClassIsAnErrorOfItsCallThatSaysWhatToDo() throws Exception {
    visit(shop ->
        assertThatThrownBy(() -> shop.any(new Stranger("x")))
            .isInstanceOf(UnreadableException.class)
            .hasMessageContaining("dev.braid.Shop$Stranger may not come in here")
            .hasMessageContaining("admit it"));
  }

  @Test
  void tooManyLevelsAreAnErrorOfTheirCall() throws Exception {
    visit(shop -> {
      Object deep = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        deep = new ArrayList<>(List.of(deep));
      }
      Object levels = deep;
      assertThatThrownBy(() -> shop.any(levels))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("levels of objects in objects")
          .hasMessageContaining("at most 12");
    });
  }

  @Test
  void tooManyObjectsAreAnErrorOfTheirCall() throws Exception {
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      many.add(new Price(i));
    }
    visit(shop ->
        assertThatThrownBy(() -> shop.any(many))
            .isInstanceOf(UnreadableException.class)
            .hasMessageContaining("at most 1000"));
  }

  @Test
  void tooLongAnArrayIsAnErrorOfItsCall() {
    // Of this process, so that the bound can be small.
    ManagerServer small =
        ManagerServer.at(ManagerRoot.address("localhost", 0), ManagerRoot.KEY)
            .register("shop", Shop.class, Shop.Real::new)
            .admit(Admission.STANDARD.maxLength(100))
            .serve();
    try (small;
        RawLine client = RawLine.greeted(small.address())) {
      @Nullable Object[] answer =
          client.ask(
              RawLine.CALL,
              1L,
              0L,
              RawLine.GET,
              "shop",
              new ArrayList<>(Collections.nCopies(101, 1)));
      assertThat(answer[0]).isEqualTo(RawLine.THREW);
      assertThat(answer[2]).asString().contains("at most 100");
      assertThat(client.ask(RawLine.PING)).containsExactly(RawLine.PONG);
    }
  }

  @Test
  void aMessageOfTooManyBytesIsTheEndOfItsConnection() throws IOException {
    ManagerServer small =
        ManagerServer.at(ManagerRoot.address("localhost", 0), ManagerRoot.KEY)
            .admit(Admission.STANDARD.maxBytes(1000))
            .serve();
    try (small) {
      try (RawLine client = RawLine.greeted(small.address())) {
        client.sendBytes(new byte[1001]);
        client.awaitEnd();
      }
      try (RawLine client = RawLine.greeted(small.address())) {
        assertThat(client.ask(RawLine.PING)).containsExactly(RawLine.PONG);
      }
    }
  }
}
