package io.gavel.cli.replay;

import java.util.Set;

/// What a replay comes to.
///
/// @param missing generations that are to be published
/// @param there those that were published before
/// @param others generations that are not wanted
/// @param unreadable records that are left out because they cannot be read
/// @param referenceIds the references that the generations to be published name
public record Survey(
    long missing, long there, long others, long unreadable, Set<String> referenceIds) {
  /// Copies.
  public Survey {
    referenceIds = Set.copyOf(referenceIds);
  }
}
