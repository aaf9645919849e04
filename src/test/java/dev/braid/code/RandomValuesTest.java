package dev.braid.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values of any shape, from a seed.
class RandomValuesTest {
  private record Leaf(String name, Object content) implements Serializable {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void arriveEqualAndOfTheSameClass(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      Object value = value(random, random.nextInt(4));
      Object there = Wire.send(Codec.current(), Codec.current(), value);
      assertThat(there).isEqualTo(value).hasSameClassAs(value);
    }
  }

  private static Object value(Random random, int depth) {
    return depth == 0 ? scalar(random) : container(random, depth - 1);
  }

  private static Object scalar(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextBoolean();
      case 1 -> random.nextInt();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> random.nextGaussian();
      case 4 -> new BigInteger(random.nextInt(200), random).negate();
      case 5 -> new UUID(random.nextLong(), random.nextLong());
      case 6 -> Duration.ofNanos(random.nextLong());
      case 7 -> random.nextBoolean() ? TimeUnit.DAYS : Thread.State.NEW;
      default -> text(random);
    };
  }

  /// Any units: half of them without a char beyond Latin-1.
  private static String text(Random random) {
    char[] units = new char[random.nextInt(30)];
    int bound = random.nextBoolean() ? 0x100 : 0x10000;
    for (int i = 0; i < units.length; i++) {
      units[i] = (char) random.nextInt(bound);
    }
    return new String(units);
  }

  private static Object container(Random random, int depth) {
    List<Object> items = new ArrayList<>();
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      Object item = value(random, depth);
      items.add(item);
      map.put(text(random), item);
    }
    return switch (random.nextInt(11)) {
      case 0 -> items;
      case 1 -> List.copyOf(items);
      case 2 -> Arrays.asList(items.toArray());
      case 3 -> items.stream().toList();
      case 4 -> new LinkedHashSet<>(items);
      case 5 -> Set.copyOf(items);
      case 6 -> map;
      case 7 -> new HashMap<>(map);
      case 8 -> Map.copyOf(map);
      case 9 -> Collections.unmodifiableList(items);
      default -> new Leaf(text(random), items.isEmpty() ? Optional.empty() : Optional.of(items));
    };
  }
}
