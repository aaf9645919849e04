package dev.braid.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/// The lines that are printed, each as soon as its figures are known.
record Table(PrintStream out) {
  private static final String LINE = "%-52s %10s %10s %-10s %7s  %-8s %s%n";

  void head() {
    out.printf(LINE, "work", "ours", "peer's", "peer", "ratio", "target", "");
  }

  void row(Row row, Samples ours, Side peer, Optional<Samples> theirs) {
    double figure = row.figure().applyAsDouble(ours);
    Optional<Double> other = theirs.map(row.figure()::applyAsDouble);
    out.printf(
        LINE,
        row.work(),
        text(figure),
        other.map(Table::text).orElse("-"),
        peer.name(),
        other.filter(value -> value > 0).map(value -> text(figure / value)).orElse("-"),
        row.target().text(),
        row.target().met(figure, other).map(met -> met ? "met" : "missed").orElse("-"));
  }

  /// A row that has no figures.
  void plan(Row row, Side peer) {
    out.printf(LINE, row.work(), "", "", peer.name(), "", row.target().text(), "");
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
