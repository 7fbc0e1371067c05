package io.gavel.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.answer.StandInJudgeTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/// Asks simulated judges over HTTP, as Gavel does.
final class TestingClient implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /// A prompt that gets a 3.
  static final String PROMPT =
      StandInJudgeTest.prompt("When?", "Today at noon, in town", "At noon");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static ObjectNode chat(String prompt) {
    ObjectNode request = JSON.createObjectNode().put("model", "prometheus-stand-in");
    request.putArray("messages").addObject().put("role", "user").put("content", prompt);
    return request;
  }

  HttpResponse<String> ask(URI endpoint, ObjectNode request)
      throws IOException, InterruptedException {
    return send("POST", endpoint + "/chat/completions", request.toString());
  }

  CompletableFuture<HttpResponse<String>> begin(URI endpoint, String prompt) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(endpoint + "/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(chat(prompt).toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return send("GET", url, "");
  }

  HttpResponse<String> send(String method, String url, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  static String content(HttpResponse<String> response) throws IOException {
    return json(response).at("/choices/0/message/content").asText();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
