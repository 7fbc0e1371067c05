package io.gavel.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One instruction of the sample traffic with its reference answer and a response of each quality.
/// Written for this project; nothing in it comes from a real user or product.
///
/// @param task identifies it; also the id of its reference
/// @param application the application it is asked in
/// @param tags the tags of its generations, such as `language` -> `de`
/// @param conversation the turns before the instruction, oldest first; empty for a single turn
/// @param instruction what is asked
/// @param referenceAnswer the answer that earns the top score
/// @param responses one of each quality
public record SampleTask(
    String task,
    String application,
    Map<String, String> tags,
    List<Turn> conversation,
    String instruction,
    @JsonProperty("reference_answer") String referenceAnswer,
    Responses responses) {
  /// Copies.
  public SampleTask(
      String task,
      String application,
      Map<String, String> tags,
      @Nullable List<Turn> conversation,
      String instruction,
      @JsonProperty("reference_answer") String referenceAnswer,
      Responses responses) {
    this.task = task;
    this.application = application;
    this.tags = Map.copyOf(tags);
    this.conversation = conversation == null ? List.of() : List.copyOf(conversation);
    this.instruction = instruction;
    this.referenceAnswer = referenceAnswer;
    this.responses = responses;
  }

  /// One turn of a conversation.
  ///
  /// @param role who spoke: `user` or `assistant`
  /// @param content what was said
  public record Turn(String role, String content) {}

  /// A response of each quality.
  ///
  /// @param good says what the reference answer says
  /// @param fair on the subject, but vague or partly wrong
  /// @param poor beside the point
  public record Responses(String good, String fair, String poor) {
    /// The response of a quality.
    public String of(Quality quality) {
      return switch (quality) {
        case GOOD -> good;
        case FAIR -> fair;
        case POOR -> poor;
      };
    }
  }
}
