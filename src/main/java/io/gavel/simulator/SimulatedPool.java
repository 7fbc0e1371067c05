package io.gavel.simulator;

import io.gavel.config.Check;
import io.gavel.config.InvalidConfigException;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.simulator.api.serving.Occurrences;
import io.gavel.simulator.fault.ActiveFaults;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.http.Limits;
import io.gavel.simulator.http.SocketServer;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A pool of simulated judges in this process, and a port from which it is controlled. Replicas are
/// numbered from 1. For any thread.
public final class SimulatedPool implements AutoCloseable {
  private static final int CONTROL_BODY_BYTES = 64 * 1024;

  private final SimulatorSettings settings;
  private final ActiveFaults faults;
  private final List<Replica> replicas;
  private final FaultSchedule schedule;
  private final SocketServer control;

  private SimulatedPool(SimulatorSettings settings, MonotonicClock clock, Consumer<String> asked)
      throws IOException {
    this.settings = settings;
    this.faults = new ActiveFaults(settings.seed(), clock, settings.faults());
    this.replicas = open(settings, faults, clock, asked);
    this.schedule = new FaultSchedule(replicas, faults);
    try {
      this.control =
          SocketServer.start(
              InetAddress.getLoopbackAddress(),
              settings.controlPort(),
              new ControlApi(this),
              Limits.ofBody(CONTROL_BODY_BYTES));
    } catch (IOException e) {
      schedule.close();
      replicas.forEach(Replica::close);
      throw e;
    }
  }

  /// Starts a pool.
  ///
  /// @throws IOException when a port cannot be opened; the message names it
  public static SimulatedPool start(SimulatorSettings settings) throws IOException {
    return start(settings, prompt -> {});
  }

  /// Starts a pool that tells what it is asked.
  ///
  /// @param asked given every prompt that a replica accepts, on the request's own thread
  /// @throws IOException when a port cannot be opened; the message names it
  public static SimulatedPool start(SimulatorSettings settings, Consumer<String> asked)
      throws IOException {
    return new SimulatedPool(settings, MonotonicClock.system(), asked);
  }

  /// What it was started with.
  public SimulatorSettings settings() {
    return settings;
  }

  /// The replicas' base URLs, as a judge profile takes them; those of closed ports are among them.
  public List<URI> endpoints() {
    return replicas.stream().map(Replica::endpoint).toList();
  }

  /// Where it is controlled over HTTP.
  public URI controlUrl() {
    return URI.create("http://127.0.0.1:" + control.port());
  }

  /// Closes a replica's port and resets all its connections, as the end of its process would.
  ///
  /// @param number from 1
  public void stop(int number) {
    replica(number).stop();
  }

  /// Opens a replica's port again, the same one; its prefix cache is empty. Where a fault keeps it
  /// closed it opens when that is over.
  ///
  /// @param number from 1
  /// @throws IOException when somebody else has taken the port
  public void start(int number) throws IOException {
    replica(number).start();
  }

  /// Sets how many requests a replica runs at once; what runs goes on.
  ///
  /// @param number from 1
  /// @param count 0 or more
  public void slots(int number, int count) {
    Check.that(count >= 0, "count", count, "0 or more");
    replica(number).slots(count);
  }

  /// What goes wrong at the moment or later.
  public List<Fault> faults() {
    return faults.faults();
  }

  /// Puts these faults in place of all; their times count from now.
  public void faults(List<Fault> now) {
    now.forEach(fault -> {
      if (fault.replica() != null) {
        replica(fault.replica());
      }
    });
    faults.set(now);
    schedule.apply();
  }

  /// How every replica is, in their order.
  public List<ReplicaStatus> status() {
    return replicas.stream().map(Replica::status).toList();
  }

  /// Closes every port at once; calls under way end without an answer.
  @Override
  public void close() {
    schedule.close();
    control.close();
    replicas.forEach(Replica::close);
  }

  private Replica replica(int number) {
    if (number < 1 || number > replicas.size()) {
      throw new InvalidConfigException(
          "there is no judge %d: they are 1 to %d".formatted(number, replicas.size()));
    }
    return replicas.get(number - 1);
  }

  private static List<Replica> open(
      SimulatorSettings settings, ActiveFaults faults, MonotonicClock clock, Consumer<String> asked)
      throws IOException {
    InetAddress address = InetAddress.getByName(settings.host());
    Occurrences occurrences = new Occurrences();
    List<Replica> replicas = new ArrayList<>();
    try {
      for (int number = 1; number <= settings.replicas(); number++) {
        int port = settings.port() == 0 ? 0 : settings.port() + number - 1;
        replicas.add(
            new Replica(settings, number, address, port, faults, occurrences, clock, asked));
      }
      return replicas;
    } catch (IOException e) {
      replicas.forEach(Replica::close);
      throw e;
    }
  }
}
