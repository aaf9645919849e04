package dev.braid.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The magics by name.
final class Magics {
  private static final int TYPING_ERRORS = 2;

  private final Map<String, Magic> lineMagics = new TreeMap<>();
  private final Map<String, Magic> cellMagics = new TreeMap<>();

  Magics(Documentation documentation) {
    lineMagics.put("time", new TimeMagic());
    lineMagics.put("load", new LoadMagic());
    lineMagics.put("doc", new DocMagic(documentation));
    lineMagics.put("ps", new PsMagic());
    lineMagics.put("processes", new PsMagic());
    cellMagics.put("time", new TimeMagic());
  }

  boolean isLineMagic(String name) {
    return lineMagics.containsKey(name);
  }

  /// The names of line magics, or of cell magics.
  Set<String> names(boolean wholeCell) {
    return (wholeCell ? cellMagics : lineMagics).keySet();
  }

  Evaluated run(CellPart.Magic call, CellRun run) throws Exception {
    Magic magic = (call.wholeCell() ? cellMagics : lineMagics).get(call.name());
    if (magic == null) {
      throw unknown(call.name(), call.wholeCell());
    }
    return magic.run(call.arguments(), call.body(), run);
  }

  private MagicException unknown(String name, boolean wholeCell) {
    String sign = wholeCell ? "%%" : "%";
    Set<String> names = names(wholeCell);
    String nearest =
        names.stream()
            .min(Comparator.comparingInt(each -> distance(name, each)))
            .filter(each -> distance(name, each) <= TYPING_ERRORS)
            .map(each -> "did you mean " + sign + each + "? ")
            .orElse("");
    boolean other = names(!wholeCell).contains(name);
    return new MagicException(
        "there is no magic %s%s; %s%sthere are %s"
            .formatted(
                sign,
                name,
                nearest,
                other ? "there is " + (wholeCell ? "%" : "%%") + name + "; " : "",
                names.stream().map(each -> sign + each).collect(Collectors.joining(", "))));
  }

  // How many letters must be changed, added or taken away.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  /// A value as what a magic came to.
  static Evaluated value(@Nullable Object value) {
    return new Evaluated.Value(value);
  }
}
