package dev.braid.pool;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A table of words, column by column.
///
/// @param columns all of the same height
public record TextTable(List<Column> columns) {
  private static final String GAP = "  ";

  /// One column.
  ///
  /// @param isNumber true if it is aligned on the right
  public record Column(String head, boolean isNumber, List<String> cells) {
    /// The cells stay as they are.
    public Column {
      cells = List.copyOf(cells);
    }

    /// What each of these things has in this column.
    public static <T> Column of(
        String head, boolean isNumber, List<T> things, Function<T, String> cell) {
      return new Column(head, isNumber, things.stream().map(cell).toList());
    }

    private String padded(String text) {
      int width =
          Stream.concat(Stream.of(head), cells.stream()).mapToInt(TextWidth::of).max().orElse(0);
      String rest = " ".repeat(width - TextWidth.of(text));
      return isNumber ? rest + text : text + rest;
    }
  }

  /// @throws IllegalArgumentException if the columns differ in height
  public TextTable {
    columns = List.copyOf(columns);
    if (columns.stream().map(column -> column.cells.size()).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "columns differ in height; give each a cell for every row: " + columns);
    }
  }

  /// How many rows there are below the heads.
  public int height() {
    return columns.isEmpty() ? 0 : columns.getFirst().cells.size();
  }

  /// Lines, each with its end, aligned where a wide character takes two columns.
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    for (int row = -1; row < height(); row++) {
      int at = row;
      lines
          .append(
              columns.stream()
                  .map(column -> column.padded(at < 0 ? column.head : column.cells.get(at)))
                  .collect(Collectors.joining(GAP))
                  .stripTrailing())
          .append('\n');
    }
    return lines.toString();
  }
}
