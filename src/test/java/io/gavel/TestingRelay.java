package io.gavel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A port in front of a real server that can be shut and opened again: a server that is down,
/// without losing what the server holds.
public final class TestingRelay implements AutoCloseable {
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int port = new StablePorts().next();
  private @Nullable ServerSocket listener;
  private @Nullable Thread accepting;

  /// @param target the server; the relay starts shut
  public TestingRelay(InetSocketAddress target) throws IOException {
    this.target = target;
    open();
    shut();
  }

  /// The relay's port; the same whether open or shut.
  public int port() {
    return port;
  }

  /// Takes connections.
  public void open() throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    listener = opened;
    accepting = Thread.ofVirtual().start(() -> accept(opened));
  }

  /// Refuses connections, and resets those there are.
  public void shut() throws IOException {
    if (listener != null) {
      listener.close();
    }
    if (accepting != null) {
      // It may just take a connection, and the port is free only when it has left.
      try {
        accepting.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    shut();
  }

  private void accept(ServerSocket opened) {
    while (!opened.isClosed()) {
      try {
        Socket inside = opened.accept();
        Socket outside = new Socket(target.getAddress(), target.getPort());
        sockets.add(inside);
        sockets.add(outside);
        Thread.ofVirtual().start(() -> copy(inside, outside));
        Thread.ofVirtual().start(() -> copy(outside, inside));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // The other side closed, or the relay was shut: both end the copy.
    }
  }
}
