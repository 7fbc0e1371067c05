package io.gavel.judge.pool.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Resolves a name to its addresses. Any thread may ask.
@FunctionalInterface
public interface NameResolver {
  /// The JVM's, which keeps an answer for `networkaddress.cache.ttl` seconds.
  NameResolver JVM = host -> List.of(InetAddress.getAllByName(host));

  /// All A and AAAA records.
  ///
  /// @param host the name
  /// @throws UnknownHostException when it has none, or nobody could be asked
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
