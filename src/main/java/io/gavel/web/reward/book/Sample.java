package io.gavel.web.reward.book;

import io.gavel.hash.Ids;
import java.util.Optional;

/// A response that a trainer wants a reward for.
///
/// @param application the application that it counts as of, whose policies say what is judged
/// @param model the model that it counts as made by
/// @param prompt what the model was asked, verbatim
/// @param response what it answered, verbatim; may be empty
/// @param label the ground truth; empty where there is none
public record Sample(
    String application, String model, String prompt, String response, Optional<String> label) {
  /// A hash of all of it: the same sample gives the same one, so that what is asked again is found.
  String content() {
    return Ids.hash(
        application, model, prompt, response, label.isPresent() ? "1" : "0", label.orElse(""));
  }
}
