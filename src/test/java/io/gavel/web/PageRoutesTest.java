package io.gavel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.WebConfig;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageRoutesTest {
  private final WebServer server =
      WebServer.start(WebConfig.at("127.0.0.1:0"), List.of(new PageRoutes()));
  private final TestingBrowser browser = new TestingBrowser(server.address());

  @AfterEach
  void close() {
    browser.close();
    server.close();
  }

  @Test
  void thePageIsAtTheRootAndIsAskedForAgainOnlyWhenItChanged() {
    HttpResponse<String> page = browser.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).containsIgnoringCase("<!doctype html>").contains("Gavel");
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(browser.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(browser.get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"uPlot.esm.js", "uPlot.min.css"})
  void theChartsLibraryComesFromTheJarAsWell(String file) {
    HttpResponse<String> answer = browser.get("/assets/" + file);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("uplot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/none.js",
        "/assets/../PageRoutes.class",
        "/assets/..%2fPageRoutes.class",
        "/assets/%2e%2e%2f%2e%2e%2fconfig%2fdefaults.yaml",
        "/assets/package-info.class",
        "/assets/.hidden.js",
        "/assets/"
      })
  void whatIsNotPartOfThePageIsNotServed(String path) {
    assertThat(browser.get(path).statusCode()).isIn(400, 404);
  }
}
