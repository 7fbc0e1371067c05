package io.gavel.judge.pool.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.judge.model.Pauses;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DiscoveryTest {
  private static final URI NAME = URI.create("dns+http://judges.default.svc:8000/v1");

  private final List<String> events = new ArrayList<>();

  /// Hands over one round at a time.
  private final SynchronousQueue<Object> rounds = new SynchronousQueue<>();

  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile List<String> addresses = List.of();
  private final Pauses waiting =
      _ -> {
        try {
          rounds.put(this);
          rounds.put(this);
        } catch (InterruptedException e) {
          stopped.countDown();
          throw e;
        }
      };
  private final Discovery.Members noting =
      new Discovery.Members() {
        @Override
        public void joined(URI base) {
          events.add("+" + base);
        }

        @Override
        public void left(URI base) {
          events.add("-" + base);
        }
      };

  @Test
  void urlsAreThereAtOnceAndNothingIsResolved() {
    Runnable stop = start(URI.create("http://one:8000/v1"), URI.create("https://two/v1"));
    assertThat(events).containsExactly("+http://one:8000/v1", "+https://two/v1");
    stop.run();
  }

  @Test
  void theAddressesOfANameAreFollowed() throws Exception {
    addresses = List.of("10.0.0.1", "10.0.0.2");
    Runnable stop = start(NAME, URI.create("http://one:8000/v1"));
    round();
    assertThat(events)
        .containsExactly(
            "+http://one:8000/v1", "+http://10.0.0.1:8000/v1", "+http://10.0.0.2:8000/v1");
    events.clear();
    addresses = List.of("10.0.0.2", "fd00::7");
    next();
    assertThat(events)
        .containsExactly("+http://[fd00:0:0:0:0:0:0:7]:8000/v1", "-http://10.0.0.1:8000/v1");
    stop.run();
    stopped.await();
  }

  @Test
  void aNameThatCannotBeResolvedKeepsItsAddresses() throws Exception {
    addresses = List.of("10.0.0.1");
    Runnable stop = start(NAME);
    round();
    events.clear();
    addresses = List.of();
    next();
    assertThat(events).isEmpty();
    addresses = List.of("10.0.0.3");
    next();
    assertThat(events).containsExactly("+http://10.0.0.3:8000/v1", "-http://10.0.0.1:8000/v1");
    stop.run();
    await().until(() -> stopped.getCount() == 0);
  }

  private Runnable start(URI... configured) {
    return Discovery.start(
        "main", List.of(configured), this::resolve, Duration.ofSeconds(10), waiting, noting);
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    assertThat(host).isEqualTo("judges.default.svc");
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.addAll(List.of(InetAddress.getAllByName(address)));
    }
    return found;
  }

  /// Waits for the end of a round.
  private void round() throws InterruptedException {
    rounds.take();
  }

  /// Lets the next round begin and waits for its end.
  private void next() throws InterruptedException {
    rounds.take();
    rounds.take();
  }
}
