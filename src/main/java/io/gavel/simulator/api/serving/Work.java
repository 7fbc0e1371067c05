package io.gavel.simulator.api.serving;

import io.gavel.simulator.api.completion.InvalidRequestException;
import io.gavel.simulator.model.Finished;
import io.gavel.simulator.model.Job;
import java.util.List;
import java.util.function.Function;

/// What a request asks for, once it is let in.
@FunctionalInterface
public interface Work {
  /// Makes it ready.
  ///
  /// @throws InvalidRequestException where it cannot be done
  Prepared prepare(Fate fate) throws InvalidRequestException;

  /// Work that is ready to be done.
  ///
  /// @param jobs what the server computes, at least one
  /// @param body the answer's JSON, from the finished jobs
  record Prepared(List<Job> jobs, Function<List<Finished>, String> body) {}
}
