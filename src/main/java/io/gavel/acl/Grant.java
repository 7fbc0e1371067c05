package io.gavel.acl;

import java.util.List;

/// The rights of one role or command, and who gets them.
///
/// @param duty the role or command
/// @param principal who, with its type, such as `User:gavel-judge`
/// @param rights what it needs
public record Grant(Duty duty, String principal, List<Right> rights) {
  /// Copies.
  public Grant {
    rights = List.copyOf(rights);
  }
}
