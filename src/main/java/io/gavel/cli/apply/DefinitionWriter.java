package io.gavel.cli.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.gavel.schema.Policy;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes rubrics, references and policies as a file of `gavel apply`: read again, it gives the
/// same records. What has its default stands there as well, so that the file means the same in a
/// later release. For any thread.
public final class DefinitionWriter {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .build());

  private DefinitionWriter() {}

  /// The text of a file; empty where there is nothing to write.
  public static String write(
      Collection<Rubric> rubrics, Collection<Reference> references, Collection<Policy> policies) {
    Map<String, Object> file = new LinkedHashMap<>();
    put(file, Kind.RUBRIC, rubrics.stream().map(DefinitionWriter::rubric).toList());
    put(file, Kind.REFERENCE, references.stream().map(DefinitionWriter::reference).toList());
    put(file, Kind.POLICY, policies.stream().map(DefinitionWriter::policy).toList());
    if (file.isEmpty()) {
      return "";
    }
    try {
      return YAML.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can always be written", e);
    }
  }

  private static void put(Map<String, Object> file, Kind kind, List<Map<String, Object>> all) {
    if (!all.isEmpty()) {
      file.put(kind.plural(), all);
    }
  }

  private static Map<String, Object> rubric(Rubric rubric) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", rubric.getRubricId());
    fields.put("version", rubric.getVersion());
    fields.put("mode", lower(rubric.getMode()));
    fields.put("criteria", rubric.getCriteria());
    if (rubric.getMode() == RubricMode.ABSOLUTE && !rubric.getLevels().isEmpty()) {
      Map<String, String> levels = new LinkedHashMap<>();
      rubric
          .getLevels()
          .forEach(level -> levels.put(Integer.toString(level.getScore()), level.getDescription()));
      fields.put("levels", levels);
    }
    if (!rubric.getChecklist().isEmpty()) {
      fields.put("checklist", List.copyOf(rubric.getChecklist()));
    }
    fields.put("reference", lower(rubric.getReferenceUse()));
    rubric.getJudgeProfile().ifPresent(profile -> fields.put("judge_profile", profile));
    fields.put("samples", rubric.getSamples());
    return fields;
  }

  private static Map<String, Object> reference(Reference reference) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", reference.getReferenceId());
    fields.put("answer", reference.getReferenceAnswer());
    return fields;
  }

  private static Map<String, Object> policy(Policy policy) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", policy.getPolicyId());
    fields.put("applications", List.copyOf(policy.getApplications()));
    fields.put("models", List.copyOf(policy.getModels()));
    fields.put("tags", Map.copyOf(policy.getTags()));
    List<Map<String, Object>> rubrics = new ArrayList<>();
    policy
        .getRubrics()
        .forEach(chosen -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("id", chosen.getRubricId());
          one.put("weight", chosen.getWeight());
          rubrics.add(one);
        });
    fields.put("rubrics", rubrics);
    fields.put("sampling_rate", policy.getSamplingRate());
    fields.put("priority", lower(policy.getPriority()));
    return fields;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
