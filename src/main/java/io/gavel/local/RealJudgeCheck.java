package io.gavel.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;

/// Asks a real judge, before anything is started, whether it is there and serves the model.
final class RealJudgeCheck {
  private static final int LIMIT_MILLIS = 5_000;

  private RealJudgeCheck() {}

  /// Asks `GET <endpoint>/models`, for 5 seconds at most.
  ///
  /// @throws LocalSystemException says in one line what the judge answered and what to do
  static void check(JudgeChoice.Real judge) {
    URI url = URI.create(judge.endpoint().toString().replaceAll("/+$", "") + "/models");
    JsonNode answer;
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      if (judge.key().isPresent()) {
        connection.setRequestProperty("Authorization", "Bearer " + judge.key().value());
      }
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new LocalSystemException(
            "the judge answers %s with status %d: %s".formatted(url, status, advice(status)));
      }
      try (InputStream body = connection.getInputStream()) {
        answer = JsonMapper.builder().build().readTree(body);
      }
    } catch (IOException e) {
      throw new LocalSystemException(
          "no judge answers at %s: %s: start it, or leave out --judge to use the stand-ins"
              .formatted(
                  url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    }
    List<String> models =
        StreamSupport.stream(answer.path("data").spliterator(), false)
            .map(model -> model.path("id").asText())
            .toList();
    if (!models.contains(judge.model())) {
      throw new LocalSystemException(
          "the judge at %s does not serve the model '%s' but %s: give one of them with --model"
              .formatted(judge.endpoint(), judge.model(), models));
    }
  }

  private static String advice(int status) {
    return switch (status) {
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          "set the key in GAVEL_JUDGE_PROFILES_PROMETHEUS_API_KEY";
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "give the base URL, which mostly ends in /v1, with --judge";
      default -> "look at the judge's own log";
    };
  }
}
