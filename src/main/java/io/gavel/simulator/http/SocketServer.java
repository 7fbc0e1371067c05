package io.gavel.simulator.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening port and its connections. [#close] is for any thread.
public final class SocketServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);

  /// How many connections wait to be accepted; the system cuts it at its own limit.
  private static final int BACKLOG = 4096;

  private final ServerSocket listening;
  private final Handler handler;
  private final Limits limits;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Thread accepting = Thread.ofVirtual().unstarted(this::accept);
  private volatile boolean closed;

  private SocketServer(ServerSocket listening, Handler handler, Limits limits) {
    this.listening = listening;
    this.handler = handler;
    this.limits = limits;
  }

  /// Opens a port.
  ///
  /// @param port 0: a free one
  /// @throws IOException when it cannot be opened; the message names it
  public static SocketServer start(InetAddress address, int port, Handler handler, Limits limits)
      throws IOException {
    ServerSocket listening = new ServerSocket();
    try {
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(address, port), BACKLOG);
    } catch (BindException e) {
      listening.close();
      throw new IOException(
          "port %d of %s cannot be opened: %s"
              .formatted(port, address.getHostAddress(), e.getMessage()),
          e);
    }
    SocketServer server = new SocketServer(listening, handler, limits);
    server.accepting.start();
    return server;
  }

  /// The port it listens on.
  public int port() {
    return listening.getLocalPort();
  }

  /// How many connections there are.
  public int connections() {
    return connections.size();
  }

  /// Closes the port and resets every connection at once; requests under way are interrupted.
  @Override
  public void close() {
    closed = true;
    try {
      listening.close();
    } catch (IOException e) {
      LOG.warn("port_not_closed port={} reason={}", port(), e.toString());
    }
    connections.forEach(Connection::reset);
    try {
      // The JDK lets go of a port only when the thread that accepts on it has left.
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        serve(listening.accept());
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("connection_not_accepted port={} reason={}", port(), e.toString());
        }
      }
    }
  }

  private void serve(Socket socket) {
    Connection connection = new Connection(socket, handler, limits);
    connections.add(connection);
    if (closed) {
      connection.reset();
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            connection.run();
          } finally {
            connections.remove(connection);
          }
        });
  }
}
