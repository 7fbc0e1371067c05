package io.gavel.web;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.WebConfig;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.DoSHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server of a worker. It answers the methods and paths it was given and no others, takes
/// no more than it needs from whoever connects, and listens where `web.listen` says. It owns its
/// threads; [#close] is for any.
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  /// How long requests that are under way may take to end when it is closed.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  /// Trainers' requests wait without a thread, up to 1,024 of them; others must find room beside.
  private static final int CONNECTIONS = 2_048;

  /// Of so many client addresses the rate is bounded, each apart; those beyond are refused.
  private static final int CLIENTS = 10_000;

  /// How many requests are worked on at a time.
  public static final int THREADS = 16;

  private static final int HEADER_BYTES = 8 * 1024;
  private static final int BODY_BYTES = 64 * 1024;

  private final Javalin server;
  private final URI address;

  private final @Nullable ServerTls tls;

  private WebServer(Javalin server, URI address, @Nullable ServerTls tls) {
    this.server = server;
    this.address = address;
    this.tls = tls;
  }

  /// Starts; when this returns it answers.
  ///
  /// @param config where to listen; it is on
  /// @param routes what it answers, in the order of the list at `/`
  /// @throws InvalidConfigException when the host is none of this machine, or the certificate or
  ///   key cannot be used
  /// @throws AddressTakenException when the port cannot be had
  public static WebServer start(WebConfig config, List<Routes> routes) {
    return start(config, routes, CLOSE_LIMIT);
  }

  /// @param closeLimit how long requests that are under way may take to end when it is closed
  static WebServer start(WebConfig config, List<Routes> routes, Duration closeLimit) {
    InetAddress host = ownAddress(config);
    List<Routes> all = new ArrayList<>(routes);
    if (routes.stream().flatMap(it -> it.paths().stream()).noneMatch(it -> it.path().equals("/"))) {
      all.addFirst(new IndexRoutes(routes));
    }
    Access access = new Access(config, host);
    ServerTls tls = config.tls().isOn() ? new ServerTls(config.tls()) : null;
    Javalin server =
        Javalin.create(it -> {
          configure(it, config, access, all, closeLimit);
          if (tls != null) {
            it.jetty.addConnector(
                (jetty, http) -> tls.connector(jetty, http, host.getHostAddress(), config.port()));
          }
        });
    try {
      server.start(host.getHostAddress(), config.port());
    } catch (JavalinBindException e) {
      if (tls != null) {
        tls.close();
      }
      throw new AddressTakenException(config, e);
    }
    String written = host.getHostAddress();
    String inUrl = written.contains(":") ? "[" + written + "]" : written;
    return new WebServer(
        server, URI.create("%s://%s:%d".formatted(config.scheme(), inUrl, server.port())), tls);
  }

  /// Where it listens, without a slash at the end.
  public URI address() {
    return address;
  }

  /// Takes no new requests, lets those under way end within 3 s, and frees the port. Does nothing
  /// the second time.
  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
    try {
      server.stop();
    } catch (JavalinException e) {
      // What was under way took longer, and has been cut off: the port is free all the same.
      LOG.warn("web_server_cut_off cause={}", String.valueOf(e.getCause()));
    }
  }

  /// Looks at the certificate and key again now; they are looked at every 30 s anyhow.
  void reloadCertificate() {
    if (tls != null) {
      tls.reload();
    }
  }

  private static void configure(
      JavalinConfig config,
      WebConfig settings,
      Access access,
      List<Routes> routes,
      Duration closeLimit) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = BODY_BYTES;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("gavel-web");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setRequestHeaderSize(HEADER_BYTES);
      http.setIdleTimeout(IDLE_LIMIT.toMillis());
    });
    config.jetty.modifyServer(it -> limit(it, settings.requestsPerSecond(), closeLimit));
    Answers.addErrors(config.routes);
    config.routes.before(access::check);
    routes.forEach(group -> group.add(config.routes));
  }

  private static void limit(Server server, int requestsPerSecond, Duration closeLimit) {
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
    GracefulHandler graceful = new GracefulHandler();
    server.setHandler(requestsPerSecond == 0 ? graceful : bounded(graceful, requestsPerSecond));
    server.setStopTimeout(closeLimit.toMillis());
  }

  /// Trainers end at 429, and their samples are bounded by what waits, with 503; and whoever asks
  /// too much must not have an orchestrator end the process.
  private static DoSHandler bounded(GracefulHandler graceful, int requestsPerSecond) {
    DoSHandler bounded =
        new DoSHandler(
            graceful,
            DoSHandler.ID_FROM_REMOTE_ADDRESS,
            // It admits one less than it holds.
            new DoSHandler.LeakingBucketTrackerFactory(requestsPerSecond + 1),
            new DoSHandler.StatusRejectHandler(HttpStatus.TOO_MANY_REQUESTS.getCode()),
            CLIENTS);
    bounded.excludePath("/get_reward", "/health/*");
    return bounded;
  }

  /// The address to listen on. That it is one of this machine's is looked up here, where it can be
  /// told apart from a port that is taken.
  private static InetAddress ownAddress(WebConfig config) {
    try {
      InetAddress address = InetAddress.getByName(config.host());
      if (address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
    } catch (UnknownHostException | SocketException e) {
      // Told below.
    }
    throw new InvalidConfigException(
        "%s: '%s' is no address of this machine; 127.0.0.1 is for this machine alone, 0.0.0.0 for all"
            .formatted(WebConfig.LISTEN, config.host()));
  }
}
