package io.gavel.health;

/// How a role stands.
///
/// @param state in one word
/// @param detail what is waited for or has failed, for a person, in one line; empty where there is
///   nothing to say
public record Health(State state, String detail) {
  /// How a role stands, in one word.
  public enum State {
    /// It has not begun its work yet: it joins its group or restores its stores.
    STARTING(true, false),
    /// It works.
    RUNNING(true, true),
    /// Something outside is down or missing; it tries again by itself.
    WAITING(true, false),
    /// Its loop has made no turn for too long: a new process is needed.
    STALLED(false, false),
    /// It cannot work and does not try again: its process should end.
    FAILED(false, false),
    /// It was closed, or is being closed.
    STOPPED(true, false);

    private final boolean live;
    private final boolean ready;

    State(boolean live, boolean ready) {
      this.live = live;
      this.ready = ready;
    }
  }

  /// It works.
  public static final Health RUNNING = new Health(State.RUNNING, "");

  /// It was closed, or is being closed.
  public static final Health STOPPED = new Health(State.STOPPED, "");

  /// It has not begun its work yet.
  ///
  /// @param detail what comes before
  public static Health starting(String detail) {
    return new Health(State.STARTING, detail);
  }

  /// Something outside is down or missing.
  ///
  /// @param detail what is waited for
  public static Health waiting(String detail) {
    return new Health(State.WAITING, detail);
  }

  /// Its loop has made no turn for too long.
  ///
  /// @param detail which loop, and for how long
  public static Health stalled(String detail) {
    return new Health(State.STALLED, detail);
  }

  /// It cannot work any more.
  ///
  /// @param detail why
  public static Health failed(String detail) {
    return new Health(State.FAILED, detail);
  }

  /// Whether the process is as it should be, so that nothing is gained by a new one. An outage of
  /// something outside is no reason for one.
  public boolean isLive() {
    return state.live;
  }

  /// Whether it can work now.
  public boolean isReady() {
    return state.ready;
  }
}
