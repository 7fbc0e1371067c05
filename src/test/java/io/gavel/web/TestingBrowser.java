package io.gavel.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Asks a server over HTTP, and follows no redirect.
public final class TestingBrowser implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
  private final URI address;
  private final String[] always;

  /// @param address the server's
  /// @param always headers that go with every request: names and values, in turn
  public TestingBrowser(URI address, String... always) {
    this.address = address;
    this.always = always.clone();
  }

  /// What is answered.
  ///
  /// @param headers names and values, in turn
  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
    if (always.length > 0) {
      request.headers(always);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  /// The JSON of an answer.
  public JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    try {
      return Answers.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(path + " " + answer.statusCode() + ": " + answer.body(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
