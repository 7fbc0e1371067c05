package io.gavel.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gavel.hash.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One server of the stand-in judge pool: speaks as much of the OpenAI API as a judge is asked for
/// (`POST /v1/chat/completions`, `GET /v1/models`, `GET /health`), on the loopback interface only,
/// and answers what [StandInJudge] answers, after a time as a model would need. Every answer
/// carries the header [#STAND_IN_HEADER]. Errors have vLLM's shape.
///
/// Latency is lognormal and capped at [#LONGEST]: the same prompt and seed take the same time.
public final class StandInServer implements AutoCloseable {
  /// The one model it serves.
  public static final String MODEL = "prometheus-stand-in";

  /// Says on every answer that no model gave it.
  public static final String STAND_IN_HEADER = "X-Gavel-Stand-In";

  /// Its context, prompt and answer together.
  public static final int CONTEXT_TOKENS = 8192;

  /// No answer takes longer.
  static final Duration LONGEST = Duration.ofSeconds(4);

  /// The spread of the logarithm of the latency: with a median of 400 ms, one answer in a hundred
  /// takes more than 3 s.
  private static final double LATENCY_SPREAD = 0.87;

  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final ExecutorService threads;
  private final long seed;
  private final Duration medianLatency;
  private final StandInJudge judge;
  private final AtomicLong completions = new AtomicLong();
  private final Consumer<String> asked;

  private StandInServer(
      HttpServer server, long seed, Duration medianLatency, Consumer<String> asked) {
    this.asked = asked;
    this.server = server;
    this.seed = seed;
    this.medianLatency = medianLatency;
    this.judge = new StandInJudge(seed);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stand-in-judge-", 0).factory());
  }

  /// Starts a server on a free port.
  ///
  /// @param seed decides how the judge wavers and how long it takes
  /// @param medianLatency half the answers take longer; zero: none takes any time
  /// @throws IOException when no port can be opened
  public static StandInServer start(long seed, Duration medianLatency) throws IOException {
    return start(seed, medianLatency, prompt -> {});
  }

  /// Starts a server on a free port that tells what it is asked.
  ///
  /// @param seed decides how the judge wavers and how long it takes
  /// @param medianLatency half the answers take longer; zero: none takes any time
  /// @param asked given every prompt, on the call's own thread
  /// @throws IOException when no port can be opened
  public static StandInServer start(long seed, Duration medianLatency, Consumer<String> asked)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StandInServer standIn = new StandInServer(server, seed, medianLatency, asked);
    server.setExecutor(standIn.threads);
    server.createContext("/", standIn::handle);
    server.start();
    return standIn;
  }

  /// The base URL as a judge profile takes it, with `/v1`.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /// How many completions it has answered.
  public long completions() {
    return completions.get();
  }

  /// Closes the port at once; calls under way end without an answer.
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String call = exchange.getRequestMethod() + " " + path;
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (call) {
        case "GET /health" -> send(exchange, 200, JSON.createObjectNode());
        case "GET /v1/models" -> send(exchange, 200, models());
        case "POST /v1/chat/completions" -> complete(exchange, body);
        default -> send(exchange, 404, JSON.createObjectNode().put("detail", "Not Found"));
      }
    } catch (InterruptedException e) {
      // The server is being closed: the caller sees its connection end, as with a real one.
      Thread.currentThread().interrupt();
    }
  }

  private void complete(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    ChatRequest request;
    try {
      request = ChatRequest.read(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      refuse(exchange, 400, "BadRequestError", null, "The body is no JSON: " + location(e));
      return;
    } catch (ChatRequest.InvalidRequestException e) {
      refuse(exchange, 400, "BadRequestError", e.parameter(), e.getMessage());
      return;
    }
    if (!request.model().equals(MODEL)) {
      String message = "The model `%s` does not exist.".formatted(request.model());
      refuse(exchange, 404, "NotFoundError", "model", message);
      return;
    }
    asked.accept(request.prompt());
    int promptTokens = tokens(request.prompt());
    if (promptTokens + request.maxTokens() > CONTEXT_TOKENS) {
      String message =
          ("This model's maximum context length is %d tokens. However, you requested %d output"
                  + " tokens and your prompt contains %d input tokens, for a total of %d tokens."
                  + " Please reduce the length of the input prompt or the number of requested"
                  + " output tokens.")
              .formatted(
                  CONTEXT_TOKENS,
                  request.maxTokens(),
                  promptTokens,
                  promptTokens + request.maxTokens());
      refuse(exchange, 400, "BadRequestError", "input_tokens", message);
      return;
    }
    Thread.sleep(latency(request.prompt()));
    send(exchange, 200, completion(request, promptTokens));
    completions.incrementAndGet();
  }

  private ObjectNode completion(ChatRequest request, int promptTokens) {
    String answer = judge.answer(request.prompt());
    boolean cutOff = tokens(answer) > request.maxTokens();
    String text = cutOff ? answer.substring(0, request.maxTokens() * CHARACTERS_PER_TOKEN) : answer;
    ObjectNode completion = JSON.createObjectNode();
    completion
        .put("id", "chatcmpl-" + Ids.hash(Long.toString(seed), request.prompt()))
        .put("object", "chat.completion")
        .put("created", System.currentTimeMillis() / 1000)
        .put("model", MODEL);
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("index", 0).putObject("message").put("role", "assistant").put("content", text);
    choice.putNull("logprobs").put("finish_reason", cutOff ? "length" : "stop");
    completion
        .putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", tokens(text))
        .put("total_tokens", promptTokens + tokens(text));
    return completion;
  }

  private static ObjectNode models() {
    ObjectNode models = JSON.createObjectNode().put("object", "list");
    models
        .putArray("data")
        .addObject()
        .put("id", MODEL)
        .put("object", "model")
        .put("owned_by", "gavel")
        .put("max_model_len", CONTEXT_TOKENS);
    return models;
  }

  private static void refuse(
      HttpExchange exchange,
      int status,
      String type,
      @Nullable String parameter,
      @Nullable String message)
      throws IOException {
    ObjectNode refusal = JSON.createObjectNode();
    refusal
        .putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", parameter)
        .put("code", status);
    send(exchange, status, refusal);
  }

  private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set(STAND_IN_HEADER, "true");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// The time an answer takes: exp(spread x a standard normal draw) medians, by Box and Muller's
  /// method (1958) from two uniform draws that are hashes of seed and prompt.
  Duration latency(String prompt) {
    double radius = Math.sqrt(-2 * Math.log1p(-Ids.uniform("radius", "" + seed, prompt)));
    double angle = 2 * Math.PI * Ids.uniform("angle", "" + seed, prompt);
    double medians = Math.exp(LATENCY_SPREAD * radius * Math.cos(angle));
    Duration latency = Duration.ofNanos(Math.round(medianLatency.toNanos() * medians));
    return latency.compareTo(LONGEST) > 0 ? LONGEST : latency;
  }

  /// About as many as a tokenizer for English makes.
  private static int tokens(String text) {
    return Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN);
  }

  private static String location(JsonProcessingException e) {
    return e.getLocation() == null ? "it is empty" : "line " + e.getLocation().getLineNr();
  }
}
