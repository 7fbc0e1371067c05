package io.gavel.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/// The results as JSON: every round's raw figures, and their medians.
public final class JsonReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  /// The whole document.
  public static String of(Results results) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("started_at", results.startedAt().toString());
    root.set("machine", JSON.valueToTree(results.machine()));
    root.set("versions", JSON.valueToTree(results.versions()));
    root.set("settings", JSON.valueToTree(results.settings()));
    ArrayNode sections = root.putArray("sections");
    results.sections().forEach(section -> sections.add(section(section)));
    return JSON.writeValueAsString(root);
  }

  private static ObjectNode section(Section section) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", section.name());
    node.put("title", section.title());
    section.notes().forEach(node.putArray("notes")::add);
    ArrayNode rows = node.putArray("rows");
    for (Row row : section.rows()) {
      ObjectNode json = rows.addObject();
      json.put("contestant", row.contestant());
      json.put("work", row.work());
      ObjectNode metrics = json.putObject("metrics");
      for (int i = 0; i < section.metrics().size(); i++) {
        metrics.set(section.metrics().get(i).name(), values(row.values().get(i)));
      }
      row.problems().forEach(json.putArray("problems")::add);
    }
    ArrayNode goals = node.putArray("goals");
    for (Goal goal : section.goals()) {
      ObjectNode json = goals.addObject();
      json.put("what", goal.what());
      put(json, "measured", goal.measured());
      json.put("wanted", goal.wanted());
      json.put("comparison", goal.atLeast() ? ">=" : "<=");
      json.put("met", goal.met());
    }
    return node;
  }

  private static ObjectNode values(List<Double> rounds) {
    ObjectNode node = JSON.createObjectNode();
    Spread spread = Spread.of(rounds);
    put(node, "median", spread.median());
    put(node, "min", spread.min());
    put(node, "max", spread.max());
    ArrayNode raw = node.putArray("rounds");
    for (double value : rounds) {
      if (Double.isFinite(value)) {
        raw.add(value);
      } else {
        raw.addNull();
      }
    }
    return node;
  }

  /// JSON has no NaN; what was not measured is null.
  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
