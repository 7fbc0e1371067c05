package io.gavel.judge.pool.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;

/// A server and the workers that keep it as busy as their limits allow, in virtual time: slots
/// whose number changes, a queue, refusals where it is full, answers that take a lognormal time
/// (capped). Deterministic for a seed.
final class TestingServer {
  /// What is simulated.
  ///
  /// @param workers each with a limit of its own
  /// @param capacities the slots, each for `seconds`
  /// @param seconds how long each lasts
  /// @param queue places in the queue; 0 none
  /// @param medianMillis of the lognormal service time
  /// @param sigma of the lognormal service time
  /// @param poll whether the queue is looked at once a second
  record Setting(
      int workers,
      List<Integer> capacities,
      int seconds,
      int queue,
      double medianMillis,
      double sigma,
      boolean poll) {}

  /// What came of it.
  ///
  /// @param calls how many were answered
  /// @param refused how many were refused
  /// @param busy the share of the slots that were busy, per second, 1 at most
  /// @param inFlight the mean of the calls under way, per second
  record Outcome(long calls, long refused, List<Double> busy, List<Double> inFlight) {
    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    double refusedShare() {
      return refused / (double) (calls + refused);
    }

    /// The mean of the seconds from one to before another.
    double busy(int from, int to) {
      return mean(busy.subList(from, to));
    }

    double inFlight(int from, int to) {
      return mean(inFlight.subList(from, to));
    }

    /// The seconds from a change until two in a row are at 95 % or more.
    int convergence(int from, int to) {
      for (int second = from; second < to - 1; second++) {
        if (busy(second, second + 2) >= 0.95) {
          return second - from;
        }
      }
      return to - from;
    }
  }

  private static final double ROUND_TRIP = 0.002;

  private record Event(double at, long number, Runnable what) {}

  private static final class Worker {
    final Limit limit;
    int inFlight;

    Worker(Limit limit) {
      this.limit = limit;
    }
  }

  private record Call(Worker worker, StartedCall started) {}

  private final Setting setting;
  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
  private final Queue<Call> queue = new ArrayDeque<>();
  private final List<Worker> workers = new ArrayList<>();
  private double now;
  private long number;
  private int slots;
  private int running;
  private long answered;
  private long refused;
  private final double[] busy;
  private final double[] inFlight;

  private TestingServer(Setting setting, Supplier<Limit> limits, long seed) {
    this.setting = setting;
    random = new Random(seed);
    for (int i = 0; i < setting.workers(); i++) {
      workers.add(new Worker(limits.get()));
    }
    busy = new double[setting.seconds() * setting.capacities().size()];
    inFlight = new double[busy.length];
  }

  static Outcome run(Setting setting, Supplier<Limit> limits, long seed) {
    TestingServer server = new TestingServer(setting, limits, seed);
    server.run();
    return new Outcome(
        server.answered,
        server.refused,
        Arrays.stream(server.busy).boxed().toList(),
        Arrays.stream(server.inFlight).boxed().toList());
  }

  private void run() {
    for (int i = 0; i < setting.capacities().size(); i++) {
      int capacity = setting.capacities().get(i);
      at(
          i * setting.seconds(),
          () -> {
            slots = capacity;
            serve();
          });
    }
    if (setting.poll()) {
      for (int second = 1; second < busy.length; second++) {
        at(second + 0.37, this::poll);
      }
    }
    at(0.001, this::fill);
    while (!events.isEmpty() && events.peek().at() < busy.length) {
      Event event = events.remove();
      account(event.at());
      now = event.at();
      event.what().run();
    }
    account(busy.length);
  }

  private void account(double until) {
    int total = workers.stream().mapToInt(worker -> worker.inFlight).sum();
    while (now < until) {
      int second = (int) now;
      double end = Math.min(until, second + 1);
      busy[second] += (end - now) * Math.min(1, running / (double) Math.max(1, slots));
      inFlight[second] += (end - now) * total;
      now = end;
    }
  }

  private void at(double time, Runnable what) {
    events.add(new Event(time, number++, what));
  }

  private Duration time() {
    return Duration.ofNanos((long) (now * 1e9));
  }

  private void fill() {
    boolean sent = true;
    while (sent) {
      sent = false;
      for (Worker worker : workers) {
        if (worker.inFlight < worker.limit.value()) {
          worker.inFlight++;
          sent = true;
          Call call =
              new Call(worker, new StartedCall(time(), worker.inFlight, worker.limit.value()));
          at(now + ROUND_TRIP / 2, () -> arrive(call));
        }
      }
    }
  }

  private void arrive(Call call) {
    if (running < slots || queue.size() < setting.queue()) {
      queue.add(call);
      serve();
      return;
    }
    refused++;
    at(
        now + ROUND_TRIP / 2,
        () -> {
          call.worker().inFlight--;
          call.worker().limit.refused(call.started(), time());
          fill();
        });
  }

  private void serve() {
    while (running < slots && !queue.isEmpty()) {
      Call call = queue.remove();
      running++;
      double service =
          Math.min(
              10,
              setting.medianMillis() / 1000 * Math.exp(setting.sigma() * random.nextGaussian()));
      at(
          now + service,
          () -> {
            running--;
            serve();
            at(
                now + ROUND_TRIP / 2,
                () -> {
                  answered++;
                  call.worker().inFlight--;
                  call.worker().limit.answered(call.started(), time());
                  fill();
                });
          });
    }
  }

  private void poll() {
    for (Worker worker : workers) {
      worker.limit.observed(new ServerQueue(running, queue.size(), 0.5), worker.inFlight, time());
    }
    fill();
  }
}
