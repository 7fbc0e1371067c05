package io.gavel.web.page;

import io.gavel.config.WebConfig;
import io.gavel.web.PageRoutes;
import io.gavel.web.WebServer;
import io.gavel.web.event.EventRoutes;
import io.gavel.web.event.What;
import java.net.URI;
import java.util.List;

/// The real server with the real page and events, and an API whose answers are set.
final class TestingSite implements AutoCloseable {
  private final EventRoutes events = new EventRoutes();
  private final WebServer server;

  /// Starts.
  ///
  /// @param api what it answers
  /// @param port where on the loopback address; 0: any
  TestingSite(TestingApi api, int port) {
    server =
        WebServer.start(WebConfig.at("127.0.0.1:" + port), List.of(new PageRoutes(), api, events));
  }

  /// Where it is.
  URI address() {
    return server.address();
  }

  /// Tells the pages, within a second.
  void changed(What what) {
    events.changed(what);
  }

  @Override
  public void close() {
    events.close();
    server.close();
  }
}
