package dev.braid.kernel;

import java.util.Locale;

/// `%time code` and `%%time`: runs code once and prints how long it took.
final class TimeMagic implements Magic {
  @Override
  public Evaluated run(String arguments, String body, CellRun run) throws Exception {
    String code = body.isBlank() ? arguments : arguments + "\n" + body;
    if (code.isBlank()) {
      throw new MagicException("%time has nothing to run; write code behind it");
    }
    long begin = System.nanoTime();
    try {
      return run.evaluate("%time", code);
    } finally {
      run.check();
      System.out.println("Wall time: " + words(System.nanoTime() - begin));
    }
  }

  private static String words(long nanos) {
    double millis = nanos / 1e6;
    return millis < 1000
        ? String.format(Locale.ROOT, "%.2f ms", millis)
        : String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }
}
