package io.gavel.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The account of a run: what was asked, and what came out of it, as a reader of committed records
/// sees both. It knows at every moment whether the invariant is broken already: an outcome comes of
/// a request that exists, and none comes twice. At the end, when nothing is outstanding, the
/// outcomes are exactly the requests. For any thread.
final class OutcomeBook {
  /// More are not listed, only counted.
  private static final int VIOLATIONS_LISTED = 50;

  private final Set<String> sent = new HashSet<>();
  private final Map<String, Place> requests = new HashMap<>();
  private final Map<String, Place> outcomes = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int duplicated;
  private int deadLetters;

  /// Notes that a request is about to be sent; before it can be visible to anybody.
  ///
  /// @param id its id, which no other has
  synchronized void sending(String id) {
    sent.add(id);
  }

  /// A book in which the same requests were sent and nothing was seen yet.
  synchronized OutcomeBook again() {
    OutcomeBook again = new OutcomeBook();
    again.sent.addAll(sent);
    return again;
  }

  /// Notes a committed request.
  synchronized void request(String id, Place place) {
    Place first = requests.putIfAbsent(id, place);
    if (first != null) {
      violate("request %s stands at %s and at %s: the sender's fault".formatted(id, first, place));
    }
  }

  /// Notes a committed outcome.
  ///
  /// @param id the request's
  /// @param place where the outcome stands
  /// @param deadLetter whether it is a dead letter
  synchronized void outcome(String id, Place place, boolean deadLetter) {
    deadLetters += deadLetter ? 1 : 0;
    if (!sent.contains(id)) {
      violate("outcome at %s is of %s, which was never committed".formatted(place, id));
    }
    Place first = outcomes.putIfAbsent(id, place);
    if (first != null) {
      duplicated++;
      violate(
          "request %s (at %s) has an outcome at %s and another at %s"
              .formatted(id, requests.get(id), first, place));
    }
  }

  /// Notes anything else that must not be.
  synchronized void violate(String line) {
    if (violations.size() < VIOLATIONS_LISTED) {
      violations.add(line);
    }
  }

  /// The requests that have no outcome yet, and where they stand.
  synchronized Map<String, Place> outstanding() {
    Map<String, Place> outstanding = new HashMap<>(requests);
    outstanding.keySet().removeAll(outcomes.keySet());
    return outstanding;
  }

  /// The outcomes of requests that were sent and never committed, a line each; only when all is
  /// read, since an outcome may be seen before its request.
  synchronized List<String> orphans() {
    return outcomes.entrySet().stream()
        .filter(outcome -> !requests.containsKey(outcome.getKey()))
        .map(outcome ->
            "outcome at %s is of %s, which no reader sees"
                .formatted(outcome.getValue(), outcome.getKey()))
        .toList();
  }

  /// How many committed requests there are.
  synchronized int requests() {
    return requests.size();
  }

  /// How many of them have an outcome.
  synchronized int outcomes() {
    return outcomes.size();
  }

  /// How many outcomes came beyond the first of their requests.
  synchronized int duplicated() {
    return duplicated;
  }

  /// How many outcomes are dead letters.
  synchronized int deadLetters() {
    return deadLetters;
  }

  /// What broke the invariant so far, a line each.
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }
}
