package io.gavel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.config.WebConfig;
import io.gavel.config.WebTlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel health`: asks the worker of this machine how it stands.
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Ask the worker on this machine how it stands.",
    description = {
      "",
      "Reads the same settings as 'gavel run' and asks at web.listen. It is the health check of the"
          + " image, where there is no curl.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel health                    can it work now?",
      "  gavel health --live             or is it as it should be, and only waits for something?",
      "  docker exec gavel gavel health",
      "",
      "Exit codes: 0 yes, 1 no, 2 wrong usage or configuration, 3 no worker answers."
    })
final class HealthCommand implements Callable<Integer> {
  private static final int LIMIT_MILLIS = 5_000;
  private static final int MOST_BYTES = 64 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--live",
      description =
          "Whether its loops turn, whatever it waits for: where they do not, start it anew.")
  private boolean live;

  @Spec private @Nullable CommandSpec spec;

  /// For picocli.
  HealthCommand() {}

  /// What a worker said.
  private record Answer(boolean good, String body) {}

  @Override
  public Integer call() {
    WebConfig web = config.load().web();
    if (!web.isOn() || web.port() == 0) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s: it names no port, so that the worker cannot be asked".formatted(WebConfig.LISTEN));
    }
    URI address = address(web);
    Answer answer = ask(address, web.tls());
    PrintWriter out = CommandIo.of(spec).out();
    print(answer, address, out);
    out.flush();
    return (answer.good() ? ExitCode.DONE : ExitCode.CHECK_FAILED).code();
  }

  private URI address(WebConfig web) {
    String path = live ? "/health/live" : "/health/ready";
    try {
      InetAddress listening = InetAddress.getByName(web.host());
      InetAddress host =
          listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
      String written = host.getHostAddress();
      return URI.create(
          "%s://%s:%d%s"
              .formatted(
                  web.scheme(),
                  host instanceof Inet6Address ? "[" + written + "]" : written,
                  web.port(),
                  path));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "%s: '%s' is no host".formatted(WebConfig.LISTEN, web.host()));
    }
  }

  private static Answer ask(URI address, WebTlsConfig tls) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      if (connection instanceof HttpsURLConnection secured) {
        OwnCertificate.trust(secured, tls);
      }
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      try {
        boolean good = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        try (InputStream body = good ? connection.getInputStream() : connection.getErrorStream()) {
          return new Answer(
              good,
              body == null ? "" : new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        }
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.OUTSIDE_DOWN, "no worker answers at %s: %s".formatted(address, e.getMessage()));
    }
  }

  private static void print(Answer answer, URI address, PrintWriter out) {
    try {
      JsonNode report = JSON.readTree(answer.body());
      out.println(report.path("status").asText());
      report
          .path("roles")
          .properties()
          .forEach(role -> {
            String reason = role.getValue().path("reason").asText();
            out.println(
                "  %-8s %s%s"
                    .formatted(
                        role.getKey(),
                        role.getValue().path("state").asText(),
                        reason.isEmpty() ? "" : ": " + reason));
          });
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.OUTSIDE_DOWN, "what answers at %s is no worker of Gavel".formatted(address));
    }
  }
}
