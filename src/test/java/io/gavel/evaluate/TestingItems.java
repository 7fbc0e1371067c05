package io.gavel.evaluate;

import io.gavel.agreement.Choice;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.data.LabelledItem.Task;
import io.gavel.judge.TestingRequests;
import java.util.Arrays;
import java.util.Optional;

/// Labelled items for tests.
public final class TestingItems {
  private TestingItems() {}

  public static Task task(String instruction) {
    return new Task(
        instruction, Optional.of("The best."), Optional.of(TestingRequests.rubric().build()));
  }

  public static LabelledItem.Direct direct(long number, Double... scores) {
    return new LabelledItem.Direct(
        number,
        task("Say hello."),
        "Hello, " + number,
        Optional.of("llama"),
        Arrays.asList(scores));
  }

  public static LabelledItem.Pair pair(long number, String first, String second, Choice label) {
    return new LabelledItem.Pair(number, task("Say hello."), first, second, label);
  }
}
