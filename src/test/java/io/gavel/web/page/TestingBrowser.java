package io.gavel.web.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The Chromium of this machine, without a window. What a page complains of, and asks of others, is
/// kept. For one thread.
final class TestingBrowser implements AutoCloseable {
  /// Why tests that need it are left out where it is not.
  static final String MISSING =
      "no chromium on this machine: install one (Debian: apt-get install chromium), or name it in the"
          + " environment as GAVEL_CHROMIUM";

  private static final List<String> FLAGS =
      List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking");
  private static final double START_MILLIS = 120_000.0;
  private static final double WAIT_MILLIS = 60_000.0;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  /// Starts it.
  TestingBrowser() {
    Path program = program().orElseThrow(() -> new IllegalStateException(MISSING));
    PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(FLAGS)
                    .setTimeout(START_MILLIS));
  }

  /// Whether there is one; for `@EnabledIf`.
  static boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    return Stream.concat(
            Optional.ofNullable(System.getenv("GAVEL_CHROMIUM")).stream(),
            Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// A page in a context of its own, without stored choices of the others.
  ///
  /// @param site where it may ask; what it asks elsewhere is a complaint
  /// @param scale device pixels for each of the page's
  Page open(URI site, int width, int height, ColorScheme scheme, double scale) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setDeviceScaleFactor(scale)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
    context.setDefaultTimeout(WAIT_MILLIS);
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type())) {
        complaints.add("console: " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("error: " + error));
    page.onRequest(request -> {
      URI asked = URI.create(request.url());
      if (!"data".equals(asked.getScheme()) && !site.getAuthority().equals(asked.getAuthority())) {
        complaints.add("another host: " + request.url());
      }
    });
    page.onResponse(response -> {
      if (response.status() >= 400) {
        complaints.add("%d: %s".formatted(response.status(), response.url()));
      }
    });
    return page;
  }

  /// What pages complained of since this was last asked.
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  /// Ends pages and what they keep.
  void closePages() {
    List.copyOf(browser.contexts()).forEach(BrowserContext::close);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
