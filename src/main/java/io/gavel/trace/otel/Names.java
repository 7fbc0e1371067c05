package io.gavel.trace.otel;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/// Attributes, by the semantic conventions for messaging (1.45) and for generative AI (in
/// development, open-telemetry/semantic-conventions-genai). They are written out here, because what
/// is in development is not in the stable artifact. What has no convention is under `gavel.`.
final class Names {
  static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
  static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = longKey("server.port");

  static final AttributeKey<String> MESSAGING_SYSTEM = stringKey("messaging.system.name");
  static final AttributeKey<String> OPERATION_NAME = stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
  static final AttributeKey<String> DESTINATION = stringKey("messaging.destination.name");
  static final AttributeKey<String> PARTITION = stringKey("messaging.destination.partition.id");
  static final AttributeKey<Long> OFFSET = longKey("kafka.offset");

  static final AttributeKey<String> GEN_AI_OPERATION = stringKey("gen_ai.operation.name");
  static final AttributeKey<String> GEN_AI_PROVIDER = stringKey("gen_ai.provider.name");
  static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
  static final AttributeKey<Long> CHOICES = longKey("gen_ai.request.choice.count");
  static final AttributeKey<Long> MAX_TOKENS = longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Double> TEMPERATURE = doubleKey("gen_ai.request.temperature");
  static final AttributeKey<Double> TOP_P = doubleKey("gen_ai.request.top_p");
  static final AttributeKey<String> RESPONSE_ID = stringKey("gen_ai.response.id");
  static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
  static final AttributeKey<List<String>> FINISH_REASONS =
      stringArrayKey("gen_ai.response.finish_reasons");
  static final AttributeKey<Long> INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");

  static final String EVALUATION_RESULT = "gen_ai.evaluation.result";
  static final AttributeKey<String> EVALUATION = stringKey("gen_ai.evaluation.name");
  static final AttributeKey<Double> SCORE = doubleKey("gen_ai.evaluation.score.value");
  static final AttributeKey<String> LABEL = stringKey("gen_ai.evaluation.score.label");
  static final AttributeKey<String> EXPLANATION = stringKey("gen_ai.evaluation.explanation");

  static final AttributeKey<String> OUTCOME = stringKey("gavel.outcome");
  static final AttributeKey<Long> JUDGE_REQUESTS = longKey("gavel.judge_requests");
  static final AttributeKey<String> REQUEST_ID = stringKey("gavel.request.id");
  static final AttributeKey<String> GENERATION_ID = stringKey("gavel.generation.id");
  static final AttributeKey<String> COMPARED_TO_ID = stringKey("gavel.compared_to.id");
  static final AttributeKey<String> RUBRIC_ID = stringKey("gavel.rubric.id");
  static final AttributeKey<String> APPLICATION = stringKey("gavel.application");
  static final AttributeKey<String> MODEL = stringKey("gavel.model");
  static final AttributeKey<String> JUDGE_MODEL = stringKey("gavel.judge.model");
  static final AttributeKey<Boolean> STAND_IN = AttributeKey.booleanKey("gavel.judge.stand_in");
  static final AttributeKey<Double> EXPECTED_SCORE = doubleKey("gavel.score.expected");
  static final AttributeKey<Long> SCALE_MINIMUM = longKey("gavel.scale.minimum");
  static final AttributeKey<Long> SCALE_MAXIMUM = longKey("gavel.scale.maximum");

  private Names() {}
}
