package io.gavel.soak;

import io.gavel.StablePorts;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The judge pool of a soak run: [SoakShape#JUDGES] simulated servers that can be told to
/// misbehave. They are numbered from 0 here. Half their answers take longer than 200 ms, and the
/// longest 2.5 s, so that much is under way at every fault. For any thread.
final class Judges implements AutoCloseable {
  private final SimulatedPool pool;
  private final Map<Integer, Fault> misbehaving = new TreeMap<>();

  private Judges(SimulatedPool pool) {
    this.pool = pool;
  }

  /// Starts them.
  ///
  /// @param seed decides how they answer
  /// @param free ports to listen on
  static Judges start(long seed, StablePorts free) throws IOException {
    return new Judges(
        SimulatedPool.start(
            SimulatorSettings.of(
                Map.of(
                    "replicas", Integer.toString(SoakShape.JUDGES),
                    "port", Integer.toString(free.next(SoakShape.JUDGES)),
                    "seed", Long.toString(seed),
                    "timing", "latency",
                    "latency.median", "200ms",
                    "latency.cap", "2500ms",
                    "serving.retry_after", "1s"))));
  }

  /// The base URLs.
  List<URI> endpoints() {
    return pool.endpoints();
  }

  /// The name of the model they serve.
  String model() {
    return pool.settings().model();
  }

  /// Lets one misbehave.
  synchronized void misbehave(int judge, Misbehaviour how) {
    misbehaving.put(judge, Fault.parse(how.fault() + ",replica=" + (judge + 1)));
    pool.faults(List.copyOf(misbehaving.values()));
  }

  /// Ends its misbehaviour.
  synchronized void behave(int judge) {
    misbehaving.remove(judge);
    pool.faults(List.copyOf(misbehaving.values()));
  }

  /// Takes one away: its connections end and its port is closed.
  void die(int judge) {
    pool.stop(judge + 1);
  }

  /// Brings back one that was taken away.
  void comeBack(int judge) {
    try {
      pool.start(judge + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
