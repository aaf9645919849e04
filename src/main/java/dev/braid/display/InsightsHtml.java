package dev.braid.display;

import dev.braid.pool.PoolInsights;

/// What a pool's workers did, as HTML tables.
final class InsightsHtml {
  private InsightsHtml() {}

  static String of(PoolInsights insights) {
    if (insights.workers().isEmpty()) {
      return "<div>no workers yet</div>";
    }
    String workers = HtmlTable.of("", insights.workerTable());
    return insights.slowest().isEmpty()
        ? workers
        : workers + "\n" + HtmlTable.of("slowest tasks", insights.slowestTable());
  }
}
