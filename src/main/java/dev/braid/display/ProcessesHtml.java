package dev.braid.display;

import dev.braid.ProcessList;

/// The processes of a session as an HTML table.
final class ProcessesHtml {
  private ProcessesHtml() {}

  static String of(ProcessList list) {
    String table = HtmlTable.of("", list.table());
    return list.omitted() == 0
        ? table
        : table
            + "\n<div style=\"opacity:.7\">and %d that ended earlier</div>"
                .formatted(list.omitted());
  }
}
