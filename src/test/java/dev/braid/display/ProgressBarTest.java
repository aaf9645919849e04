package dev.braid.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.memory.Output;
import dev.braid.memory.OutputRecord;
import dev.braid.pool.PoolInsights;
import dev.braid.pool.PoolInsights.SlowTask;
import dev.braid.pool.PoolInsights.Worker;
import dev.braid.pool.Progress;
import dev.braid.pool.ProgressView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static Progress progress(String label, long done, Map<String, Long> byWorker) {
    return new Progress(label, done, OptionalLong.of(1000), 2, Duration.ofMillis(3200), byWorker);
  }

  private static final Progress HALF =
      progress("squares", 500, Map.of("Worker-1", 300L, "Worker-2", 200L));

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(ProgressView.class))
        .singleElement()
        .isInstanceOf(ProgressBar.class);
  }

  @Test
  void oneDisplayChangesInPlace() {
    List<OutputRecord> records = new CopyOnWriteArrayList<>();
    Output.flush();
    Output.sink(records::add);
    ProgressView.Bar bar = new ProgressBar().open(progress("squares", 100, Map.of()));
    bar.update(HALF);
    bar.close(progress("squares", 1000, Map.of()));
    Output.flush();
    Output.sink(_ -> {});
    List<DisplayMessage> messages =
        records.stream().map(each -> DisplayMessage.parse(each.bytes())).toList();
    assertThat(messages).hasSize(3);
    assertThat(messages.getFirst())
        .isInstanceOfSatisfying(
            DisplayMessage.Show.class,
            show -> {
              String id = show.bundle().id().orElseThrow();
              assertThat(messages.subList(1, 3))
                  .allSatisfy(each ->
                      assertThat(each)
                          .isInstanceOfSatisfying(
                              DisplayMessage.Update.class,
                              update -> assertThat(update.id()).isEqualTo(id)));
            });
    assertThat(messages)
        .extracting(ProgressBarTest::plain)
        .containsExactly(
            "squares: 100 of 1,000 (10 %), 31/s, 29 s left, 2 failed",
            "squares: 500 of 1,000 (50 %), 156/s, 3.2 s left, 2 failed",
            "squares: 1,000 of 1,000 in 3.2 s, 313/s, 2 failed");
    assertThat(messages).extracting(ProgressBarTest::passes).containsExactly(true, true, false);
  }

  private static MimeBundle bundle(DisplayMessage message) {
    return switch (message) {
      case DisplayMessage.Show(var bundle) -> bundle;
      case DisplayMessage.Update(var bundle, _) -> bundle;
      case DisplayMessage.Clear _ -> throw new AssertionError("nothing is removed");
    };
  }

  private static String plain(DisplayMessage message) {
    return bundle(message).data().path("text/plain").asText();
  }

  private static boolean passes(DisplayMessage message) {
    return bundle(message).metadata().path("text/plain").path(ProgressBar.PASSING).asBoolean();
  }

  @Test
  void theBarIsReadToThoseWhoDoNotSeeIt() {
    assertThat(ProgressHtml.running(HALF))
        .contains(
            "role=\"progressbar\"",
            "aria-label=\"squares\"",
            "aria-valuemax=\"1000\"",
            "aria-valuenow=\"500\"",
            "aria-valuetext=\"squares: 500 of 1,000 (50 %)");
  }

  @Test
  void everyWorkerHasItsPartOfTheBar() {
    assertThat(ProgressHtml.running(HALF))
        .contains("width:30.00%", "width:20.00%", "Worker-1 60 % · Worker-2 40 %");
  }

  @Test
  void manyWorkersAreSummedUp() {
    Map<String, Long> crowd = new TreeMap<>();
    for (int i = 0; i < 32; i++) {
      crowd.put("Worker-" + i, 10L + i % 3);
    }
    assertThat(ProgressHtml.running(progress("", 400, crowd)))
        .contains("32 workers, 10 to 12 each", "aria-label=\"progress\"");
  }

  @Test
  void withoutATotalThereIsNoValue() {
    Progress endless =
        new Progress("", 7, OptionalLong.empty(), 0, Duration.ofSeconds(1), Map.of("w", 7L));
    assertThat(ProgressHtml.running(endless))
        .contains("role=\"progressbar\"", "7 done in 1.0 s")
        .doesNotContain("aria-valuenow", "display:flex");
  }

  @Test
  void namesAreTextAndNoMarkup() {
    Progress evil = progress("<b>\"&", 2, Map.of("<i>'", 2L));
    assertThat(ProgressHtml.running(evil) + ProgressHtml.ended(evil))
        .contains("&lt;b&gt;&quot;&amp;", "&lt;i&gt;&#39;")
        .doesNotContain("<b>", "<i>");
  }

  @Test
  void insightsAreATableInANotebook() {
    PoolInsights insights =
        new PoolInsights(
            List.of(
                new Worker(
                    "Worker-1",
                    4711,
                    3,
                    Duration.ofMillis(80),
                    Duration.ZERO,
                    Duration.ofMillis(20))),
            List.of(new SlowTask(Duration.ofMillis(12), "<b>", "Worker-1")));
    var data = MimeBundle.of(Notebook.render(insights)).data();
    assertThat(data.path("text/html").asText())
        .contains(
            "<th scope=\"col\"", ">4711</td>", "slowest tasks", "&lt;b&gt;", ">80 ms  80 %</td>");
    assertThat(data.path("text/plain").asText()).isEqualTo(insights.toString());
    assertThat(
            MimeBundle.of(Notebook.render(new PoolInsights(List.of(), List.of())))
                .data()
                .path("text/html")
                .asText())
        .isEqualTo("<div>no workers yet</div>");
  }
}
