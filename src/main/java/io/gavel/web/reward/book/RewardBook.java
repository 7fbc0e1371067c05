package io.gavel.web.reward.book;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The samples that were asked for, the rewards that came, and the requests that wait for them. A
/// sample that is asked for again while it is remembered is not published again: whoever asks waits
/// with the others, or is answered at once.
///
/// For any thread. Answers are completed by the thread that brings what was missing, outside of the
/// lock; what hangs on them goes on elsewhere.
public final class RewardBook {
  private static final int MOST_REQUESTS = 1_024;
  private static final int MOST_REMEMBERED = 100_000;
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration FORGETTING = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(10);

  private final Limits limits;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<Waiter> waiters = new LinkedHashSet<>();
  private int unsettled;
  private @Nullable Instant outageSince;
  private Instant nextForgetting = Instant.MIN;

  /// @param limits what bounds it
  public RewardBook(Limits limits) {
    this.limits = limits;
  }

  /// Whether a generation is a sample, by its id.
  public static boolean isSample(String generationId) {
    return SampleId.of(generationId).isPresent();
  }

  /// The id of a sample that is asked for now, where it is not remembered.
  public static String generationId(Sample sample, Instant now) {
    return new SampleId(sample.content(), now).text();
  }

  /// What comes of a request at once.
  ///
  /// @param answer its answer, now or later
  /// @param publications what must be published for it
  public record Asked(CompletableFuture<Answer> answer, List<Publication> publications) {}

  /// A request comes.
  ///
  /// @param samples in its order
  /// @param now when
  /// @param wait how long it waits at most
  public synchronized Asked ask(List<Sample> samples, Instant now, Duration wait) {
    Map<String, Sample> distinct = new LinkedHashMap<>();
    List<String> order = new ArrayList<>();
    for (Sample sample : samples) {
      String content = sample.content();
      order.add(content);
      distinct.putIfAbsent(content, sample);
    }
    distinct.keySet().removeIf(entries::containsKey);
    if (waiters.size() >= MOST_REQUESTS) {
      return refused("%d requests wait already".formatted(waiters.size()));
    }
    if (unsettled + distinct.size() > limits.waiting()) {
      return refused(
          "%d samples wait for their reward, with these it would be more than web.get_reward.waiting_limit, %d"
              .formatted(unsettled, limits.waiting()));
    }
    List<Publication> publications = new ArrayList<>();
    distinct.forEach((content, sample) -> {
      Entry entry = new Entry(new SampleId(content, now));
      add(entry);
      publications.add(new Publication(entry.id().text(), sample));
    });
    Waiter waiter = new Waiter(order.stream().map(this::entry).toList(), now, now.plus(wait));
    waiters.add(waiter);
    finish(certain(List.of(waiter)));
    return new Asked(waiter.answer(), publications);
  }

  /// A sample was published, by this worker before a restart or by another.
  ///
  /// @param generationId any generation's id; those that are no sample's are passed over
  public synchronized void seen(String generationId, Instant now) {
    remembered(generationId, now);
  }

  /// A reward came.
  ///
  /// @param generationId any generation's id; those that are no sample's are passed over
  public void rewarded(String generationId, Composed reward, Instant now) {
    List<Finished> finished = List.of();
    synchronized (this) {
      Optional<Entry> entry = remembered(generationId, now);
      if (entry.isPresent()) {
        settling(entry.get(), () -> entry.get().compose(reward));
        finished = certain(entry.get().waiters());
      }
    }
    finish(finished);
  }

  /// A dead letter came.
  ///
  /// @param generationId any generation's id; those that are no sample's are passed over
  public void lost(String generationId, Loss loss, Instant now) {
    List<Finished> finished = List.of();
    synchronized (this) {
      // Of a sample that was published twice, the other one may yet get its reward.
      Optional<Entry> entry =
          remembered(generationId, now).filter(it -> it.id().text().equals(generationId));
      if (entry.isPresent()) {
        settling(entry.get(), () -> entry.get().lose(loss));
        finished = certain(entry.get().waiters());
      }
    }
    finish(finished);
  }

  /// A sample could not be published: it is forgotten, so that it is published when it is asked for
  /// again.
  ///
  /// @param answer what those that wait for it are answered
  public void unpublished(String generationId, Answer answer) {
    List<Finished> finished = new ArrayList<>();
    synchronized (this) {
      Optional<Entry> entry =
          SampleId.of(generationId)
              .map(id -> entries.get(id.content()))
              .filter(it -> it.id().text().equals(generationId));
      if (entry.isPresent()) {
        entry.get().waiters().forEach(waiter -> finished.add(new Finished(waiter, answer)));
        finished.forEach(it -> leave(it.waiter()));
        remove(entry.get());
      }
    }
    finish(finished);
  }

  /// Time passes: who has waited for long enough is answered, and what is old is forgotten.
  ///
  /// @param now the time
  /// @param outage why nothing can be judged now; empty where it can, or that is not known here
  public void tick(Instant now, Optional<String> outage) {
    List<Finished> finished = new ArrayList<>();
    synchronized (this) {
      if (outage.isEmpty()) {
        outageSince = null;
      } else if (outageSince == null) {
        outageSince = now;
      }
      for (Waiter waiter : waiters) {
        overdue(waiter, now, outage)
            .ifPresent(answer -> finished.add(new Finished(waiter, answer)));
      }
      finished.forEach(it -> leave(it.waiter()));
      forget(now);
    }
    finish(finished);
  }

  /// Answers everybody who waits, since the worker stops.
  public void close() {
    List<Finished> finished = new ArrayList<>();
    synchronized (this) {
      waiters.forEach(waiter ->
          finished.add(
              new Finished(waiter, new Answer.NotNow("this worker is being stopped", SOON))));
      finished.forEach(it -> leave(it.waiter()));
    }
    finish(finished);
  }

  /// How many samples wait for their reward.
  public synchronized int waiting() {
    return unsettled;
  }

  private record Finished(Waiter waiter, Answer answer) {}

  private static void finish(List<Finished> finished) {
    finished.forEach(it -> it.waiter().answer().complete(it.answer()));
  }

  private static Asked refused(String why) {
    return new Asked(
        CompletableFuture.completedFuture(new Answer.NotNow(why + ": ask again later", LATER)),
        List.of());
  }

  /// Those of them whose answer is certain, and who wait no longer.
  private List<Finished> certain(Iterable<Waiter> some) {
    List<Finished> finished = new ArrayList<>();
    for (Waiter waiter : some) {
      waiter
          .certain(limits.acceptPartial())
          .ifPresent(answer -> finished.add(new Finished(waiter, answer)));
    }
    finished.forEach(it -> leave(it.waiter()));
    return finished;
  }

  private Optional<Answer> overdue(Waiter waiter, Instant now, Optional<String> outage) {
    if (!now.isBefore(waiter.deadline())) {
      Optional<Answer> doubtful = waiter.doubtful();
      return doubtful.isPresent()
          ? doubtful
          : Optional.of(
              new Answer.NotNow(
                  "%d of %d rewards were not there after %d s; they are being made: ask again for the same samples"
                      .formatted(
                          waiter.missing(),
                          waiter.samples().size(),
                          Duration.between(waiter.since(), now).toSeconds()),
                  SOON));
    }
    Instant began = outageSince;
    if (outage.isEmpty() || began == null) {
      return Optional.empty();
    }
    Instant since = began.isAfter(waiter.since()) ? began : waiter.since();
    return now.isBefore(since.plus(limits.outageWait()))
        ? Optional.empty()
        : Optional.of(
            new Answer.NotNow(
                outage.get() + "; the samples wait in Kafka and none is lost: ask again for them",
                LATER));
  }

  private void leave(Waiter waiter) {
    waiters.remove(waiter);
    waiter.samples().forEach(sample -> sample.waiters().remove(waiter));
  }

  private Entry entry(String content) {
    Entry entry = entries.get(content);
    if (entry == null) {
      throw new IllegalStateException("a sample that was just entered is there");
    }
    return entry;
  }

  /// What is known of a sample, from now on where nothing was; empty for other generations, and
  /// where it was asked for too long ago.
  private Optional<Entry> remembered(String generationId, Instant now) {
    Optional<SampleId> id = SampleId.of(generationId);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Entry known = entries.get(id.get().content());
    if (known != null) {
      return Optional.of(known);
    }
    if (isOld(id.get(), now)) {
      return Optional.empty();
    }
    Entry entry = new Entry(id.get());
    add(entry);
    return Optional.of(entry);
  }

  private boolean isOld(SampleId id, Instant now) {
    return id.askedAt().plus(limits.remember()).isBefore(now);
  }

  private void add(Entry entry) {
    entries.put(entry.id().content(), entry);
    unsettled++;
    if (entries.size() > MOST_REMEMBERED) {
      entries.values().stream()
          .filter(it -> it.isSettled() && it.waiters().isEmpty())
          .findFirst()
          .ifPresent(this::remove);
    }
  }

  private void remove(Entry entry) {
    entries.remove(entry.id().content());
    unsettled -= entry.isSettled() ? 0 : 1;
  }

  private void settling(Entry entry, Runnable change) {
    boolean before = entry.isSettled();
    change.run();
    unsettled -= !before && entry.isSettled() ? 1 : 0;
  }

  private void forget(Instant now) {
    if (now.isBefore(nextForgetting)) {
      return;
    }
    nextForgetting = now.plus(FORGETTING);
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (isOld(entry.id(), now) && entry.waiters().isEmpty()) {
        all.remove();
        unsettled -= entry.isSettled() ? 0 : 1;
      }
    }
  }
}
