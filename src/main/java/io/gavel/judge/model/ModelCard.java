package io.gavel.judge.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.budget.TokenCounter;
import io.gavel.judge.exchange.Prompt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What vLLM tells of its model: `max_model_len` in `/v1/models`, and the tokens of a prompt at
/// `/tokenize` beside `/v1`. Other servers tell neither, and then nothing is known here. The first
/// of a profile's endpoints that answers is asked, as the same model is behind each. Source: vLLM's
/// documentation, "OpenAI-Compatible Server". For any number of threads.
public final class ModelCard implements TokenCounter {
  private static final long MAX_BODY_BYTES = 16L << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// A server that was started anew may have another context.
  private static final Duration KEPT = Duration.ofMinutes(10);

  private static final Duration UNKNOWN_KEPT = Duration.ofMinutes(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client;
  private final String profileName;
  private final JudgeProfile profile;
  private final MonotonicClock clock;
  private volatile Known known = new Known(OptionalInt.empty(), Duration.ZERO);

  /// None counted; until then they are not asked to, as each may take its time not to.
  private volatile Duration uncountedUntil = Duration.ZERO;

  private record Known(OptionalInt length, Duration until) {}

  /// @param client made by [HttpEndpoint#client]
  /// @param profileName the judge profile's name, for messages
  /// @param profile where the servers are, the model and the key
  /// @param clock the time
  public ModelCard(
      HttpClient client, String profileName, JudgeProfile profile, MonotonicClock clock) {
    this.client = client;
    this.profileName = profileName;
    this.profile = profile;
    this.clock = clock;
  }

  @Override
  public OptionalInt contextLength() throws InterruptedException {
    Known last = known;
    Duration now = clock.elapsed();
    if (now.compareTo(last.until()) < 0) {
      return last.length();
    }
    OptionalInt length = OptionalInt.empty();
    for (URI base : profile.endpoints()) {
      JsonNode models = ask(request(HttpEndpoint.name(http(base)) + "/models").GET().build());
      if (!models.isMissingNode()) {
        length = lengthOf(models);
        break;
      }
    }
    known = new Known(length, now.plus(length.isPresent() ? KEPT : UNKNOWN_KEPT));
    return length;
  }

  @Override
  public OptionalInt count(Prompt prompt) throws InterruptedException {
    if (clock.elapsed().compareTo(uncountedUntil) < 0) {
      return OptionalInt.empty();
    }
    ObjectNode body = JSON.createObjectNode().put("model", profile.model());
    switch (prompt) {
      case Prompt.Chat chat -> {
        ArrayNode messages = body.putArray("messages");
        chat.turns()
            .forEach(turn ->
                messages.addObject().put("role", turn.role()).put("content", turn.content()));
      }
      case Prompt.Text text -> body.put("prompt", text.text());
      case Prompt.Input input -> body.put("prompt", String.join("\n", input.texts()));
    }
    for (URI base : profile.endpoints()) {
      String root = HttpEndpoint.name(http(base)).replaceFirst("/v1$", "");
      JsonNode counted =
          ask(request(root + "/tokenize").POST(BodyPublishers.ofString(body.toString())).build());
      if (!counted.isMissingNode()) {
        JsonNode count = counted.path("count");
        return count.isInt() && count.asInt() >= 0
            ? OptionalInt.of(count.asInt())
            : OptionalInt.empty();
      }
    }
    uncountedUntil = clock.elapsed().plus(UNKNOWN_KEPT);
    return OptionalInt.empty();
  }

  private OptionalInt lengthOf(JsonNode models) {
    for (JsonNode model : models.path("data")) {
      JsonNode length = model.path("max_model_len");
      if (model.path("id").asText().equals(profile.model()) && length.asInt() > 0) {
        return OptionalInt.of(length.asInt());
      }
    }
    return OptionalInt.empty();
  }

  private HttpRequest.Builder request(String url) {
    return HttpEndpoint.request(URI.create(url), profileName, profile);
  }

  /// The body of a success; missing where there is none.
  private JsonNode ask(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
    try {
      HttpResponse<byte[]> answer = response.get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
      return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : MissingNode.getInstance();
    } catch (TimeoutException | ExecutionException | JacksonException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    } finally {
      response.cancel(true);
    }
  }

  /// A name that stands for many addresses is asked at one of them.
  private static URI http(URI base) {
    return URI.create(base.toString().replaceFirst("^dns\\+", ""));
  }
}
