package io.gavel.cli.send;

import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The id of a generation that was given none: a hash of its content, so that sending a file again
/// gives the same ids.
final class ContentId {
  private ContentId() {}

  /// @param generation complete but for its id
  /// @param dated whether the line said when it was made; otherwise that is the time of sending,
  ///   which would make the id another one every time
  static String of(Generation.Builder generation, boolean dated) {
    List<String> parts = new ArrayList<>();
    parts.add(dated ? generation.getCreatedAt().toString() : "");
    parts.add(generation.getApplication());
    parts.add(generation.getModel());
    parts.add(generation.getInstruction());
    parts.add(generation.getResponse());
    optional(parts, generation.getReferenceId());
    optional(parts, generation.getReferenceAnswer());
    optional(parts, generation.getCandidateGroup());
    parts.add(Integer.toString(generation.getTags().size()));
    for (Map.Entry<String, String> tag : new TreeMap<>(generation.getTags()).entrySet()) {
      parts.add(tag.getKey());
      parts.add(tag.getValue());
    }
    parts.add(Integer.toString(generation.getConversation().size()));
    for (Message message : generation.getConversation()) {
      parts.add(message.getRole());
      parts.add(message.getContent());
    }
    parts.addAll(generation.getRubricIds());
    return Ids.hash(parts.toArray(String[]::new));
  }

  private static void optional(List<String> parts, @Nullable String text) {
    parts.add(text == null ? "0" : "1");
    parts.add(text == null ? "" : text);
  }
}
