package io.gavel.judge.chat;

import io.gavel.hash.Ids;
import java.util.List;

/// The code on the lines that part what is assessed from what the judge is told. It is a hash of
/// all that is assessed, so that no text can hold it by intent, and none holds it by chance. The
/// requests of one generation have it in common, and with it the beginning of their prompts; so the
/// reference answer, which not every rubric shows, is no part of the hash.
final class Boundary {
  private static final int LENGTH = 16;

  private Boundary() {}

  /// A code of 16 hexadecimal digits that is in none of the texts.
  ///
  /// @param assessed what is assessed
  /// @param reference the reference answer; may be empty
  static String of(List<String> assessed, String reference) {
    String code = Ids.hash(assessed.toArray(String[]::new)).substring(0, LENGTH);
    while (reference.contains(code) || isIn(code, assessed)) {
      code = Ids.hash(code).substring(0, LENGTH);
    }
    return code;
  }

  private static boolean isIn(String code, List<String> texts) {
    return texts.stream().anyMatch(text -> text.contains(code));
  }
}
