package io.gavel.web.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/// Takes the README's pictures of the page: `mvn -Ppictures verify`, of made-up answers, or with
/// `-Dpictures.of=http://127.0.0.1:9400` of a worker, such as a demo that has raised its alert.
public final class PagePictures {
  private static final double SHARP = 2.0;
  private static final int LAPTOP = 1280;
  private static final int PHONE = 375;

  private PagePictures() {}

  /// Takes them.
  ///
  /// @param arguments the folder to write to, and where the page is; empty: a double of the API is
  ///   started
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    try (TestingBrowser browser = new TestingBrowser()) {
      if (arguments.length > 1 && !arguments[1].isEmpty()) {
        take(browser, URI.create(arguments[1]), folder);
        return;
      }
      TestingScores scores = new TestingScores(1, Instant.now(), true);
      TestingApi api = TestingApi.of(scores);
      api.alerts(scores.alert("one", "updated"));
      try (TestingSite site = new TestingSite(api, 0)) {
        take(browser, site.address(), folder);
      }
    }
  }

  private static void take(TestingBrowser browser, URI site, Path folder) {
    Page light = browser.open(site, LAPTOP, 960, ColorScheme.LIGHT, 1.0);
    light.navigate(site.toString());
    write(light, folder.resolve("dashboard-light.png"));
    Page dark = browser.open(site, LAPTOP, 960, ColorScheme.DARK, 1.0);
    dark.navigate(site.toString());
    dark.locator("#scores-rows button.opener").first().click();
    dark.locator("tr.opened canvas").waitFor();
    dark.locator("#scores").evaluate("it => it.scrollIntoView()");
    dark.mouse().move(1, 1);
    write(dark, folder.resolve("dashboard-dark.png"));
    Page phone = browser.open(site, PHONE, 812, ColorScheme.LIGHT, SHARP);
    phone.navigate(site.toString());
    write(phone, folder.resolve("dashboard-phone.png"));
  }

  private static void write(Page page, Path file) {
    page.locator("#scores-rows tr").first().waitFor();
    page.locator("#feedback-list > li").first().waitFor();
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    System.out.println(file);
  }
}
