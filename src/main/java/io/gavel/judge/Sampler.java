package io.gavel.judge;

import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.budget.Fitted;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Sampling;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.model.Effort;
import io.gavel.judge.model.HttpEndpoint;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.Question;
import io.gavel.judge.model.Reply;
import io.gavel.metric.JudgeMeters;
import io.gavel.schema.JudgeRequest;
import io.gavel.trace.AskingTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for the samples of a request: all that are missing in one call where the server gives
/// several answers, else one after the other. An answer that cannot be read is asked for once more
/// where sampling may bring another one, and one that was cut off once with twice the room; what is
/// still no conclusion then ends the request. For any number of threads.
final class Sampler {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  /// So much more room an answer gets that was cut off.
  private static final int MORE_ROOM = 2;

  /// What a token and each of its alternatives take in a reply, with their bytes spelt out.
  private static final long BYTES_PER_TOKEN = 100;

  private final String name;
  private final JudgeProfile profile;
  private final JudgeKind kind;
  private final JudgeModel model;
  private final JudgeMeters meters;

  /// The server refused to give several answers at once.
  private final AtomicBoolean oneAtATime = new AtomicBoolean();

  /// @param name the profile's name
  /// @param profile its settings
  /// @param kind its prompts and answers
  /// @param model what is asked; never replies [Reply.Unavailable]
  /// @param meters counts what was read
  Sampler(String name, JudgeProfile profile, JudgeKind kind, JudgeModel model, JudgeMeters meters) {
    this.name = name;
    this.profile = profile;
    this.kind = kind;
    this.model = model;
    this.meters = meters;
  }

  /// What came of asking.
  sealed interface Samples {
    /// As many as were wanted.
    record All(List<Sample.Concluded> concluded) implements Samples {}

    /// One of them could not be had.
    record Not(Sample.Failed failed) implements Samples {}
  }

  /// Asks.
  ///
  /// @param ready what is asked
  /// @param wanted how many samples, 1 or more
  /// @param effort for all of them; each further one adds the call that it needs at least
  /// @param trace what the calls belong to
  /// @throws InterruptedException when the thread is interrupted: the request is given up
  Samples sample(Fitted.Ready ready, int wanted, Effort effort, AskingTrace trace)
      throws InterruptedException {
    return new Round(ready, wanted, effort, trace).sample();
  }

  /// The samples of one request. For one thread.
  private final class Round {
    private final Fitted.Ready ready;
    private final int wanted;
    private final Effort effort;
    private final AskingTrace trace;
    private final List<Sample.Concluded> concluded = new ArrayList<>();
    private int maxTokens = profile.maxTokens();
    private int roomAsked = profile.maxTokens();

    /// This request was refused with several answers at once; null where it was not.
    private @Nullable String refusedTogether;

    /// Samples whose first answer could not be read; they are asked for before others are.
    private int unreadOnce;

    private Sample.@Nullable Failed unread;

    Round(Fitted.Ready ready, int wanted, Effort effort, AskingTrace trace) {
      this.ready = ready;
      this.wanted = wanted;
      this.effort = effort;
      this.trace = trace;
    }

    Samples sample() throws InterruptedException {
      while (true) {
        int missing = wanted - concluded.size();
        if (missing == 0) {
          return new Samples.All(concluded);
        }
        boolean single = refusedTogether != null || oneAtATime.get();
        int answers = single ? 1 : Math.min(mostTogether(), unreadOnce > 0 ? unreadOnce : missing);
        Sample.@Nullable Failed failed =
            switch (model.ask(question(answers))) {
              case Reply.Answered answered -> read(answered, answers);
              case Reply.Refused refused -> refused(refused, answers);
              case Reply.Transient failure -> exhausted(failure);
              case Reply.Unavailable unavailable ->
                  throw new IllegalStateException(
                      "a model that cannot be asked must be waited for: " + unavailable.detail());
            };
        if (failed != null) {
          return new Samples.Not(failed);
        }
      }
    }

    /// How many answers with the probabilities of their tokens go into a reply that is read.
    private int mostTogether() {
      int logprobs = profile.asking().logprobs();
      long each = maxTokens * (logprobs + 1L) * BYTES_PER_TOKEN;
      return logprobs == 0
          ? wanted
          : Math.clamp(HttpEndpoint.MAX_BODY_BYTES_WITH_LOGPROBS / each, 1, wanted);
    }

    private Question question(int answers) {
      JudgeRequest request = ready.request();
      return new Question(
          ready.prompt().prompt(),
          new Sampling(answers, maxTokens),
          effort,
          request.getPriority(),
          affinity(request),
          trace,
          trace.context());
    }

    /// Reads the answers of one reply, as many as were asked for at most.
    ///
    /// @return why the request ends without a verdict; null where it goes on
    private Sample.@Nullable Failed read(Reply.Answered reply, int asked) {
      if (refusedTogether != null && !oneAtATime.getAndSet(true)) {
        LOG.info("judge_samples_one_at_a_time profile={} detail=\"{}\"", name, refusedTogether);
      }
      boolean again = unreadOnce > 0;
      boolean first = true;
      for (Answer answer : reply.answers().subList(0, Math.min(reply.answers().size(), asked))) {
        Reading reading = kind.read(ready.request(), answer);
        meters.read(code(reading));
        switch (reading) {
          case Reading.Conclusion conclusion -> {
            concluded.add(new Sample.Concluded(conclusion, reply, first));
            first = false;
            unreadOnce -= again ? 1 : 0;
            if (concluded.size() < wanted) {
              effort.another();
            }
          }
          case Reading.Unreadable unreadable -> {
            unread =
                new Sample.Failed(
                    Reason.UNREADABLE_ANSWER,
                    "the judge's answer cannot be read: " + unreadable.why(),
                    text(answer),
                    reply.standIn());
            // At temperature 0 the same answer would come again.
            if (again || profile.temperature() == 0 || !effort.allows(Duration.ZERO)) {
              return unread;
            }
            unreadOnce++;
            meters.retried(code(reading));
          }
          case Reading.CutOff _ -> {
            unread =
                new Sample.Failed(Reason.ANSWER_CUT_OFF, cutOff(), text(answer), reply.standIn());
            if (roomAsked > profile.maxTokens() || !effort.allows(Duration.ZERO)) {
              return unread;
            }
            maxTokens = profile.maxTokens() * MORE_ROOM;
            meters.retried(code(reading));
          }
        }
      }
      roomAsked = maxTokens;
      return null;
    }

    private Sample.@Nullable Failed refused(Reply.Refused refused, int answers) {
      if (unread != null && maxTokens > profile.maxTokens()) {
        // The prompt itself was taken before; shortening it would judge another response.
        return new Sample.Failed(
            Reason.ANSWER_CUT_OFF,
            "the judge's answer was cut off at %d tokens, and room for %d was not taken: %s"
                .formatted(profile.maxTokens(), maxTokens, refused.detail()),
            unread.rawAnswer(),
            unread.standIn());
      }
      if (answers > 1 && !refused.contextTooLong()) {
        // Servers that cannot give several refuse the field, and give one; one that refuses this
        // very request does so again.
        refusedTogether = refused.detail();
        effort.another();
        return null;
      }
      return new Sample.Failed(
          refused.contextTooLong() ? Reason.CONTEXT_TOO_LONG : Reason.REFUSED_BY_JUDGE,
          refused.contextTooLong()
              ? "%s; the prompt has %d characters and its answer may have %d tokens"
                  .formatted(refused.detail(), ready.prompt().prompt().length(), maxTokens)
              : refused.detail(),
          refused.body(),
          refused.standIn());
    }

    private Sample.Failed exhausted(Reply.Transient failure) {
      return new Sample.Failed(
          Reason.RETRIES_EXHAUSTED,
          "the last of %d calls: %s".formatted(effort.calls(), failure.detail()),
          unread == null ? null : unread.rawAnswer(),
          unread != null && unread.standIn());
    }

    private String cutOff() {
      return roomAsked == profile.maxTokens()
          ? "the judge's answer was cut off at %d tokens".formatted(roomAsked)
          : "the judge's answer was cut off at %d tokens, and at %d before"
              .formatted(roomAsked, profile.maxTokens());
    }
  }

  /// The requests of one generation have the beginning of their prompts in common, and the samples
  /// of one request the whole; a single one has it with none.
  private static @Nullable String affinity(JudgeRequest request) {
    return request.getRequestsOfGeneration() > 1
            || request.getRubric().getSamples() > 1
            || request.getComparedTo().isPresent()
        ? request.getGeneration().getGenerationId()
        : null;
  }

  private static String text(Answer answer) {
    return switch (answer) {
      case Answer.Written written -> written.text();
      case Answer.Numbers numbers -> numbers.values().toString();
    };
  }

  private static String code(Reading reading) {
    return switch (reading) {
      case Reading.Score _ -> "score";
      case Reading.Preference _ -> "preference";
      case Reading.Unreadable _ -> "unreadable";
      case Reading.CutOff _ -> "cut_off";
    };
  }
}
