package io.gavel.web.reward;

import io.gavel.config.GetRewardConfig;
import io.gavel.metric.TrainerMeters;
import io.gavel.web.Answers;
import io.gavel.web.RefusedException;
import io.gavel.web.Routes;
import io.gavel.web.WebServer;
import io.gavel.web.reward.book.Answer;
import io.gavel.web.reward.book.Sample;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `POST /get_reward`: rewards for a trainer's samples, in OpenRLHF's protocol. While a request
/// waits it holds no thread of the server.
///
/// Answers 200 with all rewards; 503 with `Retry-After` where the same request may be answered
/// later (never 429: verl gives up at any 4xx); 422 where it never will be until somebody mends
/// something; 400, 413 and 401 where the request itself is wrong. A failure is never answered with
/// a number.
public final class GetRewardRoutes implements Routes {
  private static final int BODY_BYTES = 16 * 1024 * 1024;
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Semaphore reading = new Semaphore(WebServer.THREADS / 2);

  private final boolean on;
  private final TrainerRequest requests;
  private final Supplier<Optional<? extends Rewarding>> rewarding;
  private final TrainerMeters meters;

  /// @param config how samples are read
  /// @param rewarding what gets the rewards; empty as long as the worker starts
  /// @param meters count the requests
  public GetRewardRoutes(
      GetRewardConfig config,
      Supplier<Optional<? extends Rewarding>> rewarding,
      TrainerMeters meters) {
    on = config.isOn();
    requests = new TrainerRequest(config);
    this.rewarding = rewarding;
    this.meters = meters;
  }

  @Override
  public List<Path> paths() {
    return List.of(
        new Path("/get_reward", "POST: rewards for a trainer's samples, as OpenRLHF asks"));
  }

  @Override
  public void add(RoutesConfig routes) {
    if (on) {
      routes.post("/get_reward", this::answer);
    }
  }

  private void answer(Context context) throws IOException {
    long began = System.nanoTime();
    refusePages(context.header("Sec-Fetch-Site"), context.header("Origin"), context.header("Host"));
    byte[] body = read(context);
    if (body.length > BODY_BYTES) {
      refuse(
          context,
          began,
          HttpStatus.CONTENT_TOO_LARGE,
          "the body has more than %d bytes: send fewer samples at a time".formatted(BODY_BYTES));
      return;
    }
    List<Sample> samples;
    try {
      samples = requests.read(body);
    } catch (TrainerRequest.MalformedException e) {
      refuse(context, began, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
      return;
    }
    Optional<? extends Rewarding> started = rewarding.get();
    if (samples.isEmpty()) {
      write(context, began, new Answer.Rewards(List.of()));
    } else if (started.isEmpty()) {
      write(context, began, new Answer.NotNow("this worker is starting: ask again", SOON));
    } else {
      context.future(() ->
          started
              .get()
              .ask(samples)
              // Whoever brings the last reward has other things to do.
              .thenAcceptAsync(
                  answer -> write(context, began, answer), task -> Thread.ofVirtual().start(task)));
    }
  }

  /// A body that comes slowly holds a thread of the server, and those are few: probes need one too.
  private byte[] read(Context context) throws IOException {
    if (!reading.tryAcquire()) {
      throw RefusedException.notNow("too many requests for rewards are being read: ask again");
    }
    try {
      return context.bodyInputStream().readNBytes(BODY_BYTES + 1);
    } finally {
      reading.release();
    }
  }

  /// Judging costs money, and any page can have a browser post here. Browsers tell the site only to
  /// servers that they trust, and the origin to all.
  private static void refusePages(
      @Nullable String site, @Nullable String origin, @Nullable String host) {
    boolean otherSite = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean otherOrigin = origin != null && (host == null || !origin.endsWith("://" + host));
    if (otherSite || otherOrigin) {
      throw RefusedException.forbidden("pages of other sites may not ask for rewards");
    }
  }

  private void write(Context context, long began, Answer answer) {
    switch (answer) {
      case Answer.Rewards(var rewards) -> {
        count(began, TrainerMeters.REWARDED);
        Answers.json(context, HttpStatus.OK, TrainerAnswer.of(rewards));
      }
      case Answer.NotNow(String why, Duration retryAfter) -> {
        count(began, TrainerMeters.NOT_NOW);
        context.header("Retry-After", Long.toString(retryAfter.toSeconds()));
        Answers.json(context, HttpStatus.SERVICE_UNAVAILABLE, Map.of("error", why));
      }
      case Answer.Never(String why) -> {
        count(began, TrainerMeters.NEVER);
        Answers.json(context, HttpStatus.UNPROCESSABLE_CONTENT, Map.of("error", why));
      }
    }
  }

  private void refuse(Context context, long began, HttpStatus status, String why) {
    count(began, TrainerMeters.REFUSED);
    Answers.json(context, status, Map.of("error", why));
  }

  private void count(long began, String outcome) {
    meters.request(outcome, Duration.ofNanos(System.nanoTime() - began));
  }
}
