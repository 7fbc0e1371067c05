package io.gavel.judge.prometheus;

import io.gavel.deadletter.Reason;
import io.gavel.judge.kind.Rendering;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;
import java.util.Optional;

/// What Prometheus can be asked.
final class Askable {
  private static final List<Integer> SCALE = List.of(1, 2, 3, 4, 5);

  private Askable() {}

  /// The reference answer to show. A blank one is none: it would tell the judge that saying nothing
  /// earns a 5.
  static Optional<String> reference(JudgeRequest request) {
    return request.getRubric().getReferenceUse() == ReferenceUse.NONE
        ? Optional.empty()
        : request.getReferenceAnswer().filter(answer -> !answer.isBlank());
  }

  /// Why a request cannot be asked; empty where it can.
  ///
  /// @param hasReference whether there is a reference answer to show
  static Optional<Rendering.Unsupported> refusal(JudgeRequest request, boolean hasReference) {
    Rubric asked = request.getRubric();
    Optional<Rendering.Unsupported> refusal =
        asked.getMode() == RubricMode.RELATIVE
            ? relative(request, asked)
            : absolute(request, asked);
    return refusal.isEmpty() && !hasReference && asked.getReferenceUse() == ReferenceUse.REQUIRED
        ? refused(
            Reason.REFERENCE_MISSING,
            asked,
            "requires a reference answer, and the request holds none")
        : refusal;
  }

  private static Optional<Rendering.Unsupported> relative(JudgeRequest request, Rubric asked) {
    if (!asked.getChecklist().isEmpty()) {
      return refused(
          Reason.UNSUPPORTED_RUBRIC,
          asked,
          "is relative and has a checklist; a prometheus judge compares by the criteria alone");
    }
    return request.getComparedTo().isPresent()
        ? Optional.empty()
        : refused(
            Reason.UNSUPPORTED_RUBRIC,
            asked,
            "is relative, and the request holds no response to compare to");
  }

  private static Optional<Rendering.Unsupported> absolute(JudgeRequest request, Rubric asked) {
    if (request.getComparedTo().isPresent()) {
      return refused(Reason.INVALID_RECORD, asked, "is absolute, and the request holds a pair");
    }
    int items = asked.getChecklist().size();
    if (items > 0) {
      return items == 1
          ? Optional.empty()
          : refused(
              Reason.UNSUPPORTED_RUBRIC,
              asked,
              "has a checklist of %d items; a prometheus judge answers one, a chat judge all"
                  .formatted(items));
    }
    List<Integer> scale = asked.getLevels().stream().map(Level::getScore).toList();
    return scale.equals(SCALE)
        ? Optional.empty()
        : refused(
            Reason.UNSUPPORTED_RUBRIC,
            asked,
            "has the levels %s; a prometheus judge knows 1 to 5 only".formatted(scale));
  }

  private static Optional<Rendering.Unsupported> refused(Reason reason, Rubric asked, String why) {
    return Optional.of(
        new Rendering.Unsupported(
            reason,
            "rubric %s version %d %s".formatted(asked.getRubricId(), asked.getVersion(), why)));
  }
}
