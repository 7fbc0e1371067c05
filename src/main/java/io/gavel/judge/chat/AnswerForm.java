package io.gavel.judge.chat;

import io.gavel.judge.exchange.Form;
import java.util.List;

/// The form in which the model gives its conclusion.
interface AnswerForm {
  /// Longer answers are refused unread: no judge writes them within its token limit.
  int MAX_LENGTH = 65_536;

  /// Its name, as settings and judgements say it.
  String code();

  /// What the model is told about it.
  String words(Wanted wanted);

  /// The form for servers that can enforce it.
  Form form(Wanted wanted);

  /// Reads an answer. Never throws; takes time linear in its length.
  ///
  /// @param answer what the model wrote, not cut off, at most [#MAX_LENGTH] characters
  /// @param assessed the texts of others that it was shown and may quote
  Found read(Wanted wanted, String answer, List<String> assessed);
}
