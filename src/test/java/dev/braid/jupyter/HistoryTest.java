package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
  @TempDir Path directory;

  private String ask(Kernel kernel, String type, ObjectNode content) throws Exception {
    Message reply = kernel.client.history(content.put("hist_access_type", type)).await(Kernel.LONG);
    assertThat(reply.content().path("status").asText()).isEqualTo("ok");
    return reply.content().path("history").toString();
  }

  private String tail(Kernel kernel, int n) throws Exception {
    return ask(kernel, "tail", Json.object().put("n", n));
  }

  @Test
  void tailIsTheNewest() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      kernel.run("value a");
      kernel.run("print b");
      kernel.run("value a");

      assertThat(tail(kernel, 2)).isEqualTo("[[1,2,\"print b\"],[1,3,\"value a\"]]");
      assertThat(tail(kernel, 0)).isEqualTo("[]");
      assertThat(ask(kernel, "tail", Json.object().put("n", 2).put("output", true)))
          .isEqualTo("[[1,2,[\"print b\",null]],[1,3,[\"value a\",\"a\"]]]");
    }
  }

  @Test
  void whatIsSilentOrNotStoredIsNotRemembered() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      kernel.run(ExecuteRequest.of("value a").silently());
      kernel.run(ExecuteRequest.of("value b").withoutHistory());
      kernel.run("  ");

      assertThat(tail(kernel, 9)).isEqualTo("[]");
    }
  }

  @Test
  void rangeIsOfOneSession() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      kernel.run("value old");
    }
    try (Kernel kernel = new Kernel(directory)) {
      for (String name : List.of("a", "b", "c", "d")) {
        kernel.run("value " + name);
      }
      String b = "[[2,2,\"value b\"]]";
      assertThat(ask(kernel, "range", range(2, 2, 3))).isEqualTo(b);
      assertThat(ask(kernel, "range", range(0, 2, 3))).isEqualTo(b);
      assertThat(ask(kernel, "range", range(0, -3, -2))).isEqualTo(b);
      assertThat(ask(kernel, "range", Json.object().put("session", 0).put("start", 4)))
          .isEqualTo("[[2,4,\"value d\"]]");
      assertThat(ask(kernel, "range", range(-1, 1, 9))).isEqualTo("[[1,1,\"value old\"]]");
      assertThat(ask(kernel, "range", range(77, 1, 9))).isEqualTo("[]");
    }
  }

  private static ObjectNode range(int session, int start, int stop) {
    return Json.object().put("session", session).put("start", start).put("stop", stop);
  }

  @Test
  void searchIsByPattern() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      for (String code : List.of("value ab", "print x", "value ab", "value 😀\nline")) {
        kernel.run(code);
      }
      ObjectNode all = Json.object().put("pattern", "value*");
      assertThat(ask(kernel, "search", all))
          .isEqualTo("[[1,1,\"value ab\"],[1,3,\"value ab\"],[1,4,\"value 😀\\nline\"]]");
      assertThat(ask(kernel, "search", all.put("unique", true)))
          .isEqualTo("[[1,3,\"value ab\"],[1,4,\"value 😀\\nline\"]]");
      assertThat(ask(kernel, "search", all.put("n", 1))).isEqualTo("[[1,4,\"value 😀\\nline\"]]");
    }
  }

  @Test
  void unknownAccessIsAnError() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      Message reply =
          kernel.client.history(Json.object().put("hist_access_type", "guess")).await(Kernel.LONG);
      assertThat(reply.content().path("status").asText()).isEqualTo("error");
      assertThat(reply.content().path("evalue").asText())
          .contains("guess", "tail, range or search");
    }
  }

  @Test
  void sessionsThatRunAtTheSameTimeKeepTheirEntries() throws Exception {
    try (Kernel one = new Kernel(directory);
        Kernel two = second(one)) {
      for (int i = 0; i < 20; i++) {
        PendingReply mine = one.begin("value one" + i);
        PendingReply yours = two.begin("value two" + i);
        one.end(mine);
        two.end(yours);
      }
    }
    try (Kernel later = new Kernel(directory)) {
      assertThat(ask(later, "range", Json.object().put("session", 1).put("output", true)))
          .contains("value one0", "value one19")
          .doesNotContain("two");
      assertThat(ask(later, "range", Json.object().put("session", 2)))
          .contains("value two0", "value two19");
      later.run("value three");
      assertThat(tail(later, 1)).isEqualTo("[[3,1,\"value three\"]]");
    }
  }

  // Its session is the second: the first has been taken when anything is answered.
  private Kernel second(Kernel one) throws Exception {
    assertThat(tail(one, 0)).isEqualTo("[]");
    return new Kernel(directory);
  }

  @Test
  void lineThatWasCutOffSpoilsNoOther() throws Exception {
    try (Kernel kernel = new Kernel(directory)) {
      kernel.run("value a");
    }
    Path file = directory.resolve("history.jsonl");
    Files.write(file, new byte[] {'\n', '{', '"', 's', (byte) 0xf0}, StandardOpenOption.APPEND);
    try (Kernel kernel = new Kernel(directory)) {
      kernel.run("value b");
    }
    try (Kernel kernel = new Kernel(directory)) {
      assertThat(tail(kernel, 9)).isEqualTo("[[1,1,\"value a\"],[2,1,\"value b\"]]");
    }
  }

  @Test
  void fileKeepsTheNewest() throws Exception {
    Path file = directory.resolve("history.jsonl");
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= HistoryFile.KEPT + 5; i++) {
      lines.append("\n{\"session\":4,\"line\":%d,\"input\":\"c%d\"}".formatted(i, i));
    }
    lines.append(
        "\n{\"session\":4,\"line\":%d,\"output\":\"last\"}".formatted(HistoryFile.KEPT + 5));
    Files.writeString(file, lines);

    HistoryFile.Opened opened = new HistoryFile(file).open();
    assertThat(opened.session()).isEqualTo(5);
    assertThat(opened.entries()).hasSize(HistoryFile.KEPT);
    assertThat(opened.entries().getFirst().input()).isEqualTo("c6");
    HistoryFile.Opened again = new HistoryFile(file).open();
    assertThat(again.session()).isEqualTo(6);
    assertThat(again.entries()).isEqualTo(opened.entries());
    assertThat(again.entries().getLast().output()).isEqualTo("last");
    assertThat(Files.readString(file)).doesNotContain("\"c5\"");
  }

  @Test
  void onlyTheUserMayReadIt() throws Exception {
    try (Kernel kernel = new Kernel(directory.resolve("new/deep"))) {
      kernel.run("value secret");
    }
    Path file = directory.resolve("new/deep/history.jsonl");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void historyWorksInMemoryWhereNoFileCanBe() throws Exception {
    Path blocked = Files.writeString(directory.resolve("file"), "not a directory");
    try (Kernel kernel = new Kernel(blocked)) {
      kernel.run("value a");
      assertThat(tail(kernel, 9)).isEqualTo("[[1,1,\"value a\"]]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*,anything,true",
    "'','',true",
    "'',x,false",
    "a*c,abbbc,true",
    "a*c,abbb,false",
    "a?c,abc,true",
    "a?c,ac,false",
    "*b*,abc,true",
    "**a**,a,true",
    "a.c,abc,false",
    "?*,'',false"
  })
  void globMatchesTheWholeText(String pattern, String text, boolean expected) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void globOfManyStarsEnds() {
    assertThat(new Glob("*a".repeat(50) + "b").matches("a".repeat(10_000))).isFalse();
  }
}
