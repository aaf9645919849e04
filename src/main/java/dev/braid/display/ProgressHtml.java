package dev.braid.display;

import dev.braid.pool.Progress;
import dev.braid.pool.ProgressText;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Progress as HTML that needs nothing around it. Text has the page's own colour, and the bar's
/// stand out from a light page as from a dark one.
final class ProgressHtml {
  private static final String TROUGH = "rgba(127,127,127,.25)";
  // Neighbours differ, so that workers can be told apart.
  private static final String[] FILLING = {"#3578c6", "#6ba3e0"};
  // More don't fit on a line.
  private static final int NAMED_WORKERS = 6;
  private static final double PERCENT = 100;

  private ProgressHtml() {}

  /// While the job runs.
  static String running(Progress progress) {
    String text = Html.escape(ProgressText.running(progress));
    return """
    <div role="progressbar" aria-label="%s"%s aria-valuetext="%s" style="max-width:40em">
    <div>%s</div>%s
    <div style="opacity:.7;font-size:.9em">%s</div>
    </div>\
    """
        .formatted(
            Html.escape(progress.label().isBlank() ? "progress" : progress.label()),
            values(progress),
            text,
            text,
            bar(progress),
            Html.escape(workers(progress.doneByWorker())));
  }

  /// When it has ended.
  static String ended(Progress progress) {
    return "<div title=\"%s\">%s</div>"
        .formatted(
            Html.escape(workers(progress.doneByWorker())),
            Html.escape(ProgressText.ended(progress)));
  }

  // Without a total there is no bar, and a value of unknown size for those who hear the page.
  private static String values(Progress progress) {
    return progress.total().isEmpty()
        ? ""
        : " aria-valuemin=\"0\" aria-valuemax=\"%d\" aria-valuenow=\"%d\""
            .formatted(progress.total().getAsLong(), progress.done());
  }

  private static String bar(Progress progress) {
    if (progress.total().isEmpty()) {
      return "";
    }
    StringBuilder bar =
        new StringBuilder(
            "\n<div style=\"display:flex;height:.6em;margin:.2em 0;border-radius:.3em;overflow:hidden;background:%s\">"
                .formatted(TROUGH));
    double total = Math.max(1, progress.total().getAsLong());
    int index = 0;
    for (Map.Entry<String, Long> worker : progress.doneByWorker().entrySet()) {
      bar.append(
          String.format(
              Locale.ROOT,
              "<div title=\"%s: %s\" style=\"width:%.2f%%;background:%s\"></div>",
              Html.escape(worker.getKey()),
              ProgressText.number(worker.getValue()),
              PERCENT * worker.getValue() / total,
              FILLING[index++ % FILLING.length]));
    }
    return bar.append("</div>").toString();
  }

  private static String workers(Map<String, Long> done) {
    if (done.isEmpty()) {
      return "";
    }
    Collection<Long> parts = done.values();
    if (parts.size() > NAMED_WORKERS) {
      return "%d workers, %s to %s each"
          .formatted(
              parts.size(),
              ProgressText.number(Collections.min(parts)),
              ProgressText.number(Collections.max(parts)));
    }
    double all = Math.max(1, parts.stream().mapToLong(Long::longValue).sum());
    return done.entrySet().stream()
        .map(each ->
            "%s %d %%".formatted(each.getKey(), Math.round(PERCENT * each.getValue() / all)))
        .collect(Collectors.joining(" · "));
  }
}
