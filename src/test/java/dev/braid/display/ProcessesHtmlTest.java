package dev.braid.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.ProcessList;
import dev.braid.os.ProcessState;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessesHtmlTest {
  private static ProcessList.Entry named(String name, ProcessState state) {
    return new ProcessList.Entry(
        4711,
        42,
        name,
        7,
        state,
        true,
        Optional.of(Duration.ofSeconds(2)),
        OptionalLong.of(50 << 20),
        OptionalInt.empty());
  }

  private static String text(ProcessList list, String type) {
    return MimeBundle.of(Notebook.render(list)).data().path(type).asText();
  }

  @Test
  void aNotebookGetsATableAndTheSameAsText() {
    ProcessList list = new ProcessList(List.of(named("loader", ProcessState.SLEEPING)));
    assertThat(text(list, "text/html"))
        .startsWith("<table")
        .endsWith("</table>")
        .contains(
            ">pid</th>",
            ">4711</td>",
            ">loader</td>",
            ">In[7]</td>",
            ">sleeping, orphan</td>",
            ">50.0 MiB</td>");
    assertThat(text(list, "text/plain")).isEqualTo(list.toString());
  }

  @Test
  void namesAreTextAndNoMarkup() {
    String name = "<script>alert(\"1\")</script> & 'so'";
    String html = text(new ProcessList(List.of(named(name, ProcessState.SLEEPING))), "text/html");
    assertThat(html)
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so&#39;</td>");
  }

  @Test
  void whatIsLeftOutIsSaid() {
    ProcessList list = new ProcessList(Collections.nCopies(12, named("x", ProcessState.GONE)));
    assertThat(text(list, "text/html")).endsWith(">and 2 that ended earlier</div>");
  }
}
