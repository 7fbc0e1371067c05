package io.gavel;

import static org.awaitility.Awaitility.await;

import io.gavel.local.LocalBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.ResourceNotFoundException;

/// A real broker that asks its clients who they are, on a listener `CLIENT` beside one for the
/// test's own administrator, who may do everything.
public final class SecuredBroker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int ITERATIONS = 4096;
  private static final StablePorts PORTS = new StablePorts();

  private final LocalBroker broker;
  private final String administrators;
  private final String clients;

  private SecuredBroker(LocalBroker broker, String administrators, String clients) {
    this.broker = broker;
    this.administrators = administrators;
    this.clients = clients;
  }

  /// Starts one.
  ///
  /// @param folder for its data
  /// @param protocol of the listener for clients, such as `SASL_SSL`
  /// @param settings more of the broker's
  public static SecuredBroker start(Path folder, String protocol, Map<String, String> settings) {
    String administrators = freeAddress();
    String controller = freeAddress();
    String clients = freeAddress();
    Map<String, String> all = new HashMap<>(settings);
    all.put(
        "listeners",
        "PLAINTEXT://" + administrators + ",CONTROLLER://" + controller + ",CLIENT://" + clients);
    all.put("advertised.listeners", "PLAINTEXT://" + administrators + ",CLIENT://" + clients);
    all.put("controller.quorum.voters", "1@" + controller);
    all.put("inter.broker.listener.name", "PLAINTEXT");
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENT:" + protocol);
    all.put(
        "listener.name.client.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    return new SecuredBroker(LocalBroker.start(folder, all), administrators, clients);
  }

  /// An administrator's client.
  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", administrators));
  }

  /// `host:port`, where clients must say who they are.
  public String bootstrapServers() {
    return clients;
  }

  /// `host:port`, where nobody is asked.
  public String administrators() {
    return administrators;
  }

  /// Makes a user with a password, by SCRAM-SHA-512; returns when the user can log in.
  public void addUser(Admin admin, String name, String password)
      throws InterruptedException, ExecutionException {
    // The broker takes up one change after the other, and tells of each before it has done so: when
    // it tells of the second, the first holds.
    addUser(admin, name, password, ITERATIONS);
    addUser(admin, name, password, ITERATIONS + 1);
  }

  private static void addUser(Admin admin, String name, String password, int iterations)
      throws InterruptedException, ExecutionException {
    admin
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    name,
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, iterations),
                    password)))
        .all()
        .get();
    await().atMost(PATIENCE).until(() -> iterations(admin, name) == iterations);
  }

  /// As the broker tells; 0 where it does not know the user yet.
  private static int iterations(Admin admin, String name) throws InterruptedException {
    try {
      return admin
          .describeUserScramCredentials(List.of(name))
          .description(name)
          .get()
          .credentialInfos()
          .getFirst()
          .iterations();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ResourceNotFoundException) {
        return 0;
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    broker.close();
  }

  /// An address that nobody listens on now, and that stays free until it is used.
  public static String freeAddress() {
    synchronized (PORTS) {
      return "127.0.0.1:" + PORTS.next();
    }
  }
}
