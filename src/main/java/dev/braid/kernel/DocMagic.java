package dev.braid.kernel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.jupyter.Bundle;

/// `%doc name`: shows the documentation of a name in the notebook's pager.
final class DocMagic implements Magic {
  private final Documentation documentation;

  DocMagic(Documentation documentation) {
    this.documentation = documentation;
  }

  @Override
  public Evaluated run(String arguments, String body, CellRun run) throws MagicException {
    int length = arguments.codePointCount(0, arguments.length());
    Bundle docs =
        documentation
            .at(arguments, length)
            .orElseThrow(() ->
                new MagicException(
                    "%%doc knows nothing of '%s'; give a class or a member, as in %%doc Math.abs"
                        .formatted(arguments)));
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("source", "page").put("start", 0).set("data", docs.data());
    run.payloads().add(payload);
    return new Evaluated.Done();
  }
}
