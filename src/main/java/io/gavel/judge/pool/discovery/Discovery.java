package io.gavel.judge.pool.discovery;

import io.gavel.judge.model.Pauses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The endpoints of one profile: its URLs as they are, and for each `dns+http` one as many as its
/// name has addresses, resolved again and again on a virtual thread of its own. A name that cannot
/// be resolved keeps the addresses it had: that DNS is away does not mean that the servers are.
public final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final String FOLLOWED = "dns+";
  private static final URI AS_THEY_ARE = URI.create("");

  /// Who wants to know.
  public interface Members {
    /// An endpoint is there.
    ///
    /// @param base its URL
    void joined(URI base);

    /// An endpoint is there no longer; calls under way may end.
    ///
    /// @param base its URL
    void left(URI base);
  }

  private final String profile;
  private final List<URI> followed;
  private final NameResolver resolver;
  private final Members members;
  private final Map<URI, Set<URI>> addresses = new LinkedHashMap<>();
  private final Set<URI> unresolved = new HashSet<>();
  private Set<URI> present;

  private Discovery(String profile, List<URI> configured, NameResolver resolver, Members members) {
    this.profile = profile;
    this.resolver = resolver;
    this.members = members;
    followed = configured.stream().filter(Discovery::isFollowed).distinct().toList();
    present =
        configured.stream()
            .filter(base -> !isFollowed(base))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    addresses.put(AS_THEY_ARE, Set.copyOf(present));
    present.forEach(members::joined);
  }

  /// Tells of the URLs that are as they are, at once, and of the others from a thread of its own,
  /// until what is returned is run.
  ///
  /// @param profile the judge profile's name, for the log
  /// @param configured the URLs
  /// @param resolver resolves names
  /// @param interval how often
  /// @param pauses how to wait in between
  /// @param members is told
  public static Runnable start(
      String profile,
      List<URI> configured,
      NameResolver resolver,
      Duration interval,
      Pauses pauses,
      Members members) {
    Discovery discovery = new Discovery(profile, configured, resolver, members);
    if (discovery.followed.isEmpty()) {
      return () -> {};
    }
    Thread thread =
        Thread.ofVirtual()
            .name("judge-discovery-" + profile)
            .start(() -> discovery.run(interval, pauses));
    return thread::interrupt;
  }

  private void run(Duration interval, Pauses pauses) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          refresh();
        } catch (RuntimeException e) {
          LOG.error("judge_discovery_defect profile={} effect=\"tried again\"", profile, e);
        }
        pauses.pause(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refresh() {
    for (URI name : followed) {
      try {
        Set<URI> found = new LinkedHashSet<>();
        for (InetAddress address : resolver.resolve(name.getHost())) {
          found.add(at(name, address));
        }
        addresses.put(name, found);
        if (unresolved.remove(name)) {
          LOG.info("judge_name_resolved profile={} name={}", profile, name.getHost());
        }
      } catch (UnknownHostException e) {
        if (unresolved.add(name)) {
          LOG.warn(
              "judge_name_unresolved profile={} name={} effect=\"its endpoints stay as they were\"",
              profile,
              name.getHost());
        }
      }
    }
    Set<URI> now = new LinkedHashSet<>();
    addresses.values().forEach(now::addAll);
    Set<URI> before = present;
    present = now;
    now.stream().filter(base -> !before.contains(base)).forEach(members::joined);
    before.stream().filter(base -> !now.contains(base)).forEach(members::left);
  }

  private static boolean isFollowed(URI base) {
    return base.getScheme().startsWith(FOLLOWED);
  }

  private static URI at(URI name, InetAddress address) {
    String literal = address.getHostAddress().replaceFirst("%.*", "");
    String host = address instanceof Inet6Address ? "[" + literal + "]" : literal;
    String port = name.getPort() < 0 ? "" : ":" + name.getPort();
    String path = name.getRawPath() == null ? "" : name.getRawPath();
    String query = name.getRawQuery() == null ? "" : "?" + name.getRawQuery();
    return URI.create(
        name.getScheme().substring(FOLLOWED.length()) + "://" + host + port + path + query);
  }
}
