package io.gavel.simulator;

import io.gavel.judge.model.MonotonicClock;
import io.gavel.simulator.api.JudgeApi;
import io.gavel.simulator.api.serving.Occurrences;
import io.gavel.simulator.api.serving.ReplicaMeters;
import io.gavel.simulator.api.serving.Server;
import io.gavel.simulator.fault.ActiveFaults;
import io.gavel.simulator.fault.Condition;
import io.gavel.simulator.http.Limits;
import io.gavel.simulator.http.SocketServer;
import io.gavel.simulator.model.BatchRunner;
import io.gavel.simulator.model.ServerModel;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One server of the pool. Its port stays its own while it is closed. For any thread.
final class Replica implements AutoCloseable {
  private final int number;
  private final InetAddress address;
  private final Limits limits;
  private final BatchRunner runner;
  private final ReplicaMeters meters = new ReplicaMeters();
  private final JudgeApi api;
  private int port;
  private int slots;
  private boolean stopped;
  private Condition condition = Condition.SOUND;
  private @Nullable SocketServer server;

  /// Opens its port.
  ///
  /// @param number from 1
  /// @param port 0: a free one
  /// @throws IOException when the port cannot be opened
  Replica(
      SimulatorSettings settings,
      int number,
      InetAddress address,
      int port,
      ActiveFaults faults,
      Occurrences occurrences,
      MonotonicClock clock,
      Consumer<String> asked)
      throws IOException {
    this.number = number;
    this.address = address;
    this.limits = Limits.ofBody(settings.maxBodyBytes());
    this.slots = settings.serving().slots();
    this.runner =
        new BatchRunner(
            new ServerModel(
                settings.times(),
                slots,
                settings.serving().maxQueued(),
                settings.serving().cacheTokens()),
            clock,
            "simulated-judge-" + number);
    this.api =
        new JudgeApi(
            new Server(settings, number, runner, faults, occurrences, meters, clock, asked));
    try {
      this.server = SocketServer.start(address, port, api, limits);
      this.port = server.port();
    } catch (IOException e) {
      runner.close();
      throw e;
    }
  }

  /// The base URL as seen from this machine, with `/v1`.
  URI endpoint() {
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return URI.create("http://%s:%d/v1".formatted(written, port));
  }

  /// Closes the port and resets its connections.
  synchronized void stop() {
    stopped = true;
    closePort();
  }

  /// Opens the same port again, unless a fault keeps it closed.
  ///
  /// @throws IOException when somebody else has taken it
  synchronized void start() throws IOException {
    stopped = false;
    openPort();
  }

  /// Sets how many requests run at once, before any fault of capacity.
  synchronized void slots(int count) {
    slots = count;
    runner.slots(effectiveSlots());
  }

  /// Lets the faults take hold that there are now.
  ///
  /// @throws IOException when the port is to be opened and somebody else has taken it
  synchronized void be(Condition now) throws IOException {
    condition = now;
    runner.slots(effectiveSlots());
    runner.speed(1 / now.slowness());
    if (now.isDown()) {
      closePort();
    } else {
      openPort();
    }
  }

  synchronized ReplicaStatus status() {
    ReplicaStatus.State state =
        server != null
            ? ReplicaStatus.State.UP
            : stopped ? ReplicaStatus.State.STOPPED : ReplicaStatus.State.DOWN;
    return new ReplicaStatus(
        number,
        endpoint(),
        state,
        server == null ? 0 : server.connections(),
        runner.load(),
        meters.counts());
  }

  @Override
  public void close() {
    stop();
    runner.close();
  }

  private int effectiveSlots() {
    return (int) Math.round(slots * condition.capacity());
  }

  private void closePort() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private void openPort() throws IOException {
    if (server == null && !stopped && !condition.isDown()) {
      runner.clearCache();
      server = SocketServer.start(address, port, api, limits);
    }
  }
}
