package io.gavel.evaluate.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.agreement.ConfusionTable;

/// A report as JSON: `facts`, `warnings`, and by the key of each section its `measures` (by key:
/// `value`, `low`, `high`, `published`; null where not defined), `confusion` and `distribution`.
public final class JsonReport {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonReport() {}

  /// The document.
  public static ObjectNode of(Report report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("title", report.title());
    ObjectNode facts = root.putObject("facts");
    report.facts().forEach(facts::put);
    report.warnings().forEach(root.putArray("warnings")::add);
    ObjectNode sections = root.putObject("sections");
    for (Section section : report.sections()) {
      write(section, sections.putObject(section.key()));
    }
    return root;
  }

  private static void write(Section section, ObjectNode node) {
    node.put("title", section.title());
    ObjectNode measures = node.putObject("measures");
    section.measures().forEach(measured -> write(measured, measures));
    section.notes().forEach(node.putArray("notes")::add);
    section.confusion().ifPresent(table -> write(table, node.putObject("confusion")));
    section
        .distribution()
        .ifPresent(counts -> {
          ObjectNode distribution = node.putObject("distribution");
          counts.categories().forEach(distribution.putArray("categories")::add);
          ObjectNode series = distribution.putObject("series");
          counts
              .series()
              .forEach(one -> {
                ArrayNode values = series.putArray(one.name());
                one.counts().forEach(values::add);
              });
        });
  }

  private static void write(Measured measured, ObjectNode measures) {
    if (measured.isCount()) {
      measured.value().ifPresent(count -> measures.put(measured.key(), Math.round(count.value())));
      return;
    }
    ObjectNode node = measures.putObject(measured.key());
    measured
        .value()
        .ifPresentOrElse(
            estimate -> {
              node.put("value", estimate.value());
              estimate
                  .interval()
                  .ifPresent(
                      interval -> node.put("low", interval.low()).put("high", interval.high()));
            },
            () -> node.putNull("value"));
    measured.published().ifPresent(value -> node.put("published", value));
  }

  private static void write(ConfusionTable table, ObjectNode node) {
    table.categories().forEach(node.putArray("categories")::add);
    ArrayNode rows = node.putArray("rows_label_columns_verdict");
    for (int row = 0; row < table.categories().size(); row++) {
      ArrayNode counts = rows.addArray();
      for (int column = 0; column < table.categories().size(); column++) {
        counts.add(table.count(row, column));
      }
    }
  }
}
