package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gavel.Gavel;
import io.gavel.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A judge behind a certificate of an authority of one's own: a process with the trust store of
/// docs/security.md, since the JVM reads it once.
@Timeout(300)
final class JudgeTlsTest {
  private static final String KEY = "key-of-the-judge-7741";

  @TempDir private Path folder;

  @Test
  void aJudgeOfAnAuthorityInTheTrustStoreIsAskedWithItsKey() throws Exception {
    TestCertificates certificates = TestCertificates.make(folder.resolve("certificates"));
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpsServer judge = judge(certificates, asked);
    try {
      Process gavel =
          evaluate(
              judge.getAddress().getPort(),
              "-Djavax.net.ssl.trustStore=" + certificates.trustStore(),
              "-Djavax.net.ssl.trustStorePassword=" + TestCertificates.PASSWORD);
      assertThat(gavel.waitFor(240, TimeUnit.SECONDS)).isTrue();
      String log = Files.readString(folder.resolve("log"));
      assertThat(gavel.exitValue()).as(log).isZero();
      assertThat(asked).contains("Bearer " + KEY).doesNotContain("null");
      assertThat(log).doesNotContain(KEY);
    } finally {
      judge.stop(0);
    }
  }

  @Test
  void aJudgeWhoseCertificateIsNotTrustedIsToldNothing() throws Exception {
    TestCertificates certificates = TestCertificates.make(folder.resolve("certificates"));
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpsServer judge = judge(certificates, asked);
    Process gavel = evaluate(judge.getAddress().getPort());
    try {
      await()
          .atMost(Duration.ofMinutes(4))
          .untilAsserted(() ->
              assertThat(Files.readString(folder.resolve("log")))
                  .contains("has a certificate that is not trusted here"));
      assertThat(gavel.isAlive()).as("it waits for a judge that it can trust").isTrue();
      assertThat(asked).isEmpty();
    } finally {
      gavel.destroyForcibly().waitFor();
      judge.stop(0);
    }
  }

  /// Answers every request with a score of 5.
  ///
  /// @param asked gets the `Authorization` of each
  private static HttpsServer judge(TestCertificates certificates, List<String> asked)
      throws Exception {
    HttpsServer judge =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    judge.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
    judge.createContext(
        "/v1/",
        exchange -> {
          asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getRequestBody().readAllBytes();
          byte[] body =
              """
              {"id": "1", "object": "chat.completion", "model": "m", "choices": [{"index": 0, "finish_reason": "stop", "text": "It is right. [RESULT] 5", "message": {"role": "assistant", "content": "It is right. [RESULT] 5"}}], "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}}
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    judge.start();
    return judge;
  }

  private Process evaluate(int port, String... options) throws Exception {
    Path data =
        Files.writeString(
            folder.resolve("data.json"),
            """
            [{"orig_instruction": "How long?", "orig_response": "Thirty days.", "orig_reference_answer": "Thirty days.", "orig_criteria": "Is it right?", "orig_score1_description": "a", "orig_score2_description": "b", "orig_score3_description": "c", "orig_score4_description": "d", "orig_score5_description": "e", "orig_score": "5", "orig_feedback": "Yes."}]
            """);
    Path key = Files.writeString(folder.resolve("key"), KEY + "\n");
    Path config =
        Files.writeString(
            folder.resolve("gavel.yaml"),
            """
            judge:
              profiles:
                prometheus:
                  endpoints: ["https://localhost:%d/v1"]
                  api_key: ${file:%s}
                  pool: {queue_interval: 0s}
            """
                .formatted(port, key));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Gavel.class.getName(),
            "evaluate",
            data.toString(),
            "--config",
            config.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("log").toFile());
    return builder.start();
  }
}
