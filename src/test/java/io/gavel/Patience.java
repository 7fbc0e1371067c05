package io.gavel;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// How long every `await()` waits at most that says nothing else. What holds ends the wait at once,
/// so only a failure takes so long; Awaitility's own 10 s are over before a busy machine has made
/// up for a pause. `junit-platform.properties` lets JUnit find it.
public final class Patience implements BeforeAllCallback {
  private static final Duration DEFAULT = Duration.ofMinutes(1);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(DEFAULT);
  }
}
