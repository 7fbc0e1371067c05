package io.gavel.web.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.config.WebConfig;
import io.gavel.web.Answers;
import io.gavel.web.api.OtherWorkers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other workers: those of `web.workers`, and those that the streams' group knows. All are
/// asked at once, with this worker's token, and waited for a bounded time; what does not answer
/// with 200 in it is missing. For any thread.
public final class Peers implements OtherWorkers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final long ANSWER_BYTES = 32L << 20;

  private final WebConfig config;
  private final Supplier<String> advertised;
  private final Supplier<Set<String>> found;
  private final HttpClient client;

  /// @param config which workers, and the token
  /// @param advertised this worker, `host:port`, which is never asked
  /// @param found the workers, `host:port` each, that are known beside those of `config`
  public Peers(WebConfig config, Supplier<String> advertised, Supplier<Set<String>> found) {
    this.config = config;
    this.advertised = advertised;
    this.found = found;
    client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  @Override
  public Told ask(String pathAndQuery) {
    Map<String, CompletableFuture<Optional<JsonNode>>> asked = new LinkedHashMap<>();
    for (URI worker : workers()) {
      asked.put(worker.getRawAuthority(), ask(worker, pathAndQuery));
    }
    List<JsonNode> answers = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    asked.forEach(
        (worker, answer) -> answer.join().ifPresentOrElse(answers::add, () -> missing.add(worker)));
    return new Told(answers, missing);
  }

  private List<URI> workers() {
    Map<String, URI> workers = new LinkedHashMap<>();
    config.workers().forEach(it -> workers.put(it.getRawAuthority(), it));
    found.get().forEach(it -> workers.putIfAbsent(it, URI.create(config.scheme() + "://" + it)));
    workers.remove(advertised.get());
    return List.copyOf(workers.values());
  }

  private CompletableFuture<Optional<JsonNode>> ask(URI worker, String pathAndQuery) {
    URI uri = URI.create(worker.toString().replaceFirst("/+$", "") + pathAndQuery);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    if (config.token().isPresent()) {
      request.header("Authorization", "Bearer " + config.token().value());
    }
    return client
        .sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES))
        .thenApply(answer -> read(worker, answer))
        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(thrown -> {
          LOG.debug("web_worker_missing worker={} cause={}", worker, thrown.toString());
          return Optional.empty();
        });
  }

  private static Optional<JsonNode> read(URI worker, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      LOG.debug("web_worker_missing worker={} status={}", worker, answer.statusCode());
      return Optional.empty();
    }
    try {
      return Optional.of(Answers.mapper().readTree(answer.body()));
    } catch (IOException e) {
      LOG.debug("web_worker_missing worker={} cause={}", worker, e.toString());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
