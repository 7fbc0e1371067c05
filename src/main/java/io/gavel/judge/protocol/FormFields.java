package io.gavel.judge.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.exchange.Form;

/// The fields of a call that make the server keep the answer in form. Sources: the OpenAI API
/// reference, `response_format`; vLLM's documentation, "Structured Outputs" (`structured_outputs`,
/// since 0.12; the `guided_*` names before it are ignored in silence now, and so never sent).
final class FormFields {
  private static final JsonMapper JSON = new JsonMapper();

  private FormFields() {}

  /// @param body what the fields are put into
  /// @param way how the server takes it: `none`, `openai` or `vllm`
  /// @param form what is wanted
  static void put(ObjectNode body, String way, Form form) {
    if (way.equals("none")) {
      return;
    }
    boolean vllm = way.equals("vllm");
    switch (form) {
      case Form.Free _ -> {}
      case Form.OneOf oneOf -> {
        if (vllm) {
          ArrayNode choice = body.putObject("structured_outputs").putArray("choice");
          oneOf.texts().forEach(choice::add);
        }
      }
      case Form.Json json -> {
        if (vllm) {
          body.putObject("structured_outputs").set("json", tree(json));
        } else {
          ObjectNode schema =
              body.putObject("response_format")
                  .put("type", "json_schema")
                  .putObject("json_schema")
                  .put("name", json.name())
                  .put("strict", true);
          schema.set("schema", tree(json));
        }
      }
    }
  }

  private static JsonNode tree(Form.Json json) {
    try {
      return JSON.readTree(json.schema());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the schema of " + json.name() + " is not JSON", e);
    }
  }
}
