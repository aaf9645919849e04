package dev.braid.bench;

import java.util.Locale;
import java.util.Optional;

/// What a figure should be.
sealed interface Target {
  /// No more than that, whatever the peer needs.
  record AtMost(double limit) implements Target {}

  /// No more than so many times the peer's.
  record TimesPeer(double factor) implements Target {}

  /// No less than so many times the peer's.
  record FasterThanPeer(double factor) implements Target {}

  /// Whether it is met; empty if that can't be said without the peer.
  default Optional<Boolean> met(double ours, Optional<Double> peer) {
    return switch (this) {
      case AtMost(var limit) -> Optional.of(ours <= limit);
      case TimesPeer(var factor) -> peer.map(theirs -> ours <= factor * theirs);
      case FasterThanPeer(var factor) -> peer.map(theirs -> ours >= factor * theirs);
    };
  }

  /// As the table shows it.
  default String text() {
    return switch (this) {
      case AtMost(var limit) -> String.format(Locale.ROOT, "<= %.0f", limit);
      case TimesPeer(var factor) -> String.format(Locale.ROOT, "<= %.2fx", factor);
      case FasterThanPeer(var factor) -> String.format(Locale.ROOT, ">= %.0fx", factor);
    };
  }
}
