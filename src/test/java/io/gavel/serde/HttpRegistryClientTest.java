package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.client;
import static io.gavel.serde.TestingSerdes.framed;
import static io.gavel.serde.TestingSerdes.read;
import static io.gavel.serde.TestingSerdes.reader;
import static io.gavel.serde.TestingSerdes.reference;
import static io.gavel.serde.TestingSerdes.schemaAnswer;
import static io.gavel.serde.TestingSerdes.serializer;
import static io.gavel.serde.TestingSerdes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.schema.Reference;
import java.time.Duration;
import java.util.Base64;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
final class HttpRegistryClientTest {
  private static final Schema SCHEMA = Reference.getClassSchema();
  private static final String REGISTER = "POST /subjects/references-value/versions";
  private static final String LOOK_UP = "POST /subjects/references-value";
  private static final byte[] RECORD =
      framed(7, (byte) 4, (byte) 'r', (byte) '1', (byte) 6, (byte) 'Y', (byte) 'e', (byte) 's');

  /// An answer may take so long and the time to read it: enough for those that come, however busy
  /// the machine is, and not much to wait for the others.
  private static final int CONNECT_MILLIS = 5_000;

  private final TestingRegistryServer server = TestingRegistryServer.start();
  private final TestingRegistryServer second = TestingRegistryServer.start();

  @AfterEach
  void stop() {
    server.close();
    second.close();
  }

  @Test
  void aSchemaIsRegisteredOnceWithoutJavaPropertiesAndItsIdKept() {
    server.answers(REGISTER, 200, "{\"id\":7}");
    AvroSerializer serializer = serializer(server.url());

    for (int i = 0; i < 3; i++) {
      assertThat(write(serializer, reference())).isEqualTo(RECORD);
    }

    assertThat(server.asked()).hasSize(1);
    assertThat(server.asked().getFirst().body())
        .startsWith("{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Reference\\\"")
        .doesNotContain("avro.java.string");
  }

  @Test
  void javaPropertiesAreSentWhereThatIsSet() {
    server.answers(REGISTER, 200, "{\"id\":7}");

    write(serializer(server.url(), "avro.remove.java.properties", false), reference());

    assertThat(server.asked().getFirst().body()).contains("avro.java.string");
  }

  @Test
  void aSchemaIsFetchedOnceById() {
    server.answers("GET /schemas/ids/7", 200, schemaAnswer(SCHEMA));
    AvroDeserializer reader = reader(server.url());

    for (int i = 0; i < 3; i++) {
      assertThat(read(reader, RECORD)).isEqualTo(reference());
    }

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void asManySchemasAreKeptAsIsSet() {
    server.answers("GET /schemas/ids/7", 200, schemaAnswer(SCHEMA));
    server.answers("GET /schemas/ids/8", 200, schemaAnswer(SCHEMA));
    AvroDeserializer reader = reader(server.url(), "max.schemas.per.subject", 1);
    byte[] other = RECORD.clone();
    other[4] = 8;

    read(reader, RECORD);
    read(reader, other);
    read(reader, RECORD);

    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void aFailureIsNotKept() {
    AvroDeserializer reader = reader(server.url());
    server.answersAlways(503, "{}");
    assertThatThrownBy(() -> read(reader, RECORD)).isInstanceOf(RegistryUnavailableException.class);
    server.answersAlways(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");
    assertThatThrownBy(() -> read(reader, RECORD)).isInstanceOf(UnreadableRecordException.class);

    server.answersAlways(200, schemaAnswer(SCHEMA));

    assertThat(read(reader, RECORD)).isEqualTo(reference());
  }

  @Test
  void theLatestVersionIsAskedAgainWhenItsTimeIsOver() {
    server.answers(
        "GET /subjects/references-value/versions/latest",
        200,
        schemaAnswer(SCHEMA).replaceFirst("\\{", "{\"id\":7,\"version\":1,"));
    Object[] latest = {"auto.register.schemas", false, "use.latest.version", true};
    AvroSerializer forEver = serializer(server.url(), latest);
    write(forEver, reference());
    write(forEver, reference());
    assertThat(server.asked()).hasSize(1);

    AvroSerializer never =
        serializer(
            server.url(),
            "auto.register.schemas",
            false,
            "use.latest.version",
            true,
            "latest.cache.ttl.sec",
            0);
    write(never, reference());
    write(never, reference());
    assertThat(server.asked()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void theNextUrlIsTriedWhenOneFails(int status) {
    server.answersAlways(status, "{}");
    second.answers(REGISTER, 200, "{\"id\":7}");
    RegistryClient client =
        client(TestingRegistryServer.nobody() + "," + server.url() + "," + second.url());

    assertThat(client.register("references-value", SCHEMA)).isEqualTo(7);
    assertThat(client.register("references-value", SCHEMA)).isEqualTo(7);

    assertThat(server.asked()).as("what answered last is asked first").hasSize(1);
    assertThat(second.asked()).hasSize(2);
  }

  @Test
  void theNextUrlIsTriedWhenOneIsSlow() {
    server.staysSilent();
    second.answers(REGISTER, 200, "{\"id\":7}");

    RegistryClient client =
        client(
            server.url() + "," + second.url(),
            "http.read.timeout.ms",
            1_000,
            "http.connect.timeout.ms",
            CONNECT_MILLIS);

    assertThat(client.register("references-value", SCHEMA)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405, 409, 422})
  void theNextUrlIsNotTriedWhenOneRefuses(int status) {
    server.answersAlways(status, "{\"error_code\":1,\"message\":\"no\"}");
    second.answers(REGISTER, 200, "{\"id\":7}");

    assertThatThrownBy(
            () -> client(server.url() + "," + second.url()).register("references-value", SCHEMA))
        .hasMessageContaining(server.url());
    assertThat(second.asked()).isEmpty();
  }

  @Test
  void everyUrlThatFailedIsNamedWithWhatHappened() {
    server.answersAlways(503, "{\"error_code\":50301,\"message\":\"in \\n maintenance\"}");
    String nobody = TestingRegistryServer.nobody();

    assertThatThrownBy(
            () -> client(nobody + "," + server.url() + ",http://nowhere.invalid:8081").byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage(
            "no schema registry answers: %s: connection refused; %s: HTTP 503 (in maintenance); http://nowhere.invalid:8081: unknown host"
                .formatted(nobody, server.url()));
  }

  @Test
  void theRoundIsRepeatedAsOftenAsIsSet() {
    server.answersAlways(503, "{}");

    assertThatThrownBy(() -> client(server.url(), "max.retries", 2, "retries.wait.ms", 1).byId(1))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void aSilentRegistryEndsInAnErrorAfterTheTimeOutsAndIsNotAskedAgain() {
    server.staysSilent();

    assertThatThrownBy(() ->
            client(
                    server.url(),
                    "http.read.timeout.ms",
                    200,
                    "http.connect.timeout.ms",
                    CONNECT_MILLIS,
                    "max.retries",
                    5)
                .byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(server.url() + ": no answer in time");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aRegistryThatStopsInTheMiddleOfAnAnswerEndsInAnErrorToo() {
    server.answersAlways(200, schemaAnswer(SCHEMA)).stopsHalfWay();
    long start = System.nanoTime();

    assertThatThrownBy(() ->
            client(
                    server.url(),
                    "http.read.timeout.ms",
                    200,
                    "http.connect.timeout.ms",
                    CONNECT_MILLIS)
                .byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("no answer in time");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    server.answersAlways(200, " ".repeat((16 << 20) + 1));

    assertThatThrownBy(() -> client(server.url()).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(server.url());
  }

  @Test
  void anInterruptEndsTheWaitAndStaysVisible() {
    server.staysSilent();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> client(server.url()).byId(1)).isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void basicCredentialsAreSent() {
    server.answers(REGISTER, 200, "{\"id\":7}");

    client(
            server.url(),
            "basic.auth.credentials.source",
            "USER_INFO",
            "basic.auth.user.info",
            "ü:p:q")
        .register("references-value", SCHEMA);
    client(server.url(), "schema.registry.basic.auth.user.info", "ü:p:q")
        .register("references-value", SCHEMA);

    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString("ü:p:q".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(server.asked()).extracting("authorization").containsOnly(expected);
  }

  @Test
  void basicCredentialsInTheUrlAreSentAndNeverPrinted() {
    String url = server.url().replace("://", "://user:p%40ss@");
    server.answers(REGISTER, 200, "{\"id\":7}");
    RegistryClient client = client(url);

    client.register("references-value", SCHEMA);

    assertThat(server.asked().getFirst().authorization())
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("user:p@ss".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    server.answersAlways(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    assertThatThrownBy(() -> client.byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage(
            "the schema registry %s refuses the credentials; check basic.auth.user.info or bearer.auth.token: HTTP 401 (Unauthorized)"
                .formatted(server.url()));
    server.answersAlways(500, "{}");
    assertThatThrownBy(() -> client.byId(1)).hasMessageNotContaining("ss@");
  }

  @Test
  void aBearerTokenIsSent() {
    server.answers(REGISTER, 200, "{\"id\":7}");

    client(
            server.url(),
            "bearer.auth.credentials.source",
            "STATIC_TOKEN",
            "bearer.auth.token",
            "t0")
        .register("references-value", SCHEMA);

    assertThat(server.asked().getFirst().authorization()).isEqualTo("Bearer t0");
  }

  @Test
  void aRefusalWithoutCredentialsSaysThatThereAreNone() {
    server.answersAlways(401, "");

    assertThatThrownBy(() -> client(server.url()).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("refuses the request, because it has no credentials");
    assertThat(server.asked().getFirst().authorization()).isNull();
  }

  @Test
  void aWrongPathIsNotTakenForAnUnknownSchema() {
    assertThatThrownBy(() -> read(reader(server.url() + "/wrong/"), RECORD))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(
            server.url() + "/wrong does not answer as a schema registry does: HTTP 404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"schema\":7}"})
  void anAnswerThatIsNoRegistrysIsNotTakenForPoison(String body) {
    server.answersAlways(200, body);

    assertThatThrownBy(() -> read(reader(server.url()), RECORD))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("does not answer as a schema registry does");
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.answersAlways(302, "");

    assertThatThrownBy(() -> client(server.url()).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("redirects (HTTP 302)");
  }

  @Test
  void anUnknownIdIsPoisonAndNamesTheId() {
    server.answers(
        "GET /schemas/ids/7", 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

    assertThatThrownBy(() -> read(reader(server.url()), RECORD))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("record's id 7");
  }

  @Test
  void aSchemaOfAnotherTypeIsPoisonAndNamesTheType() {
    server.answers(
        "GET /schemas/ids/7", 200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}");

    assertThatThrownBy(() -> read(reader(server.url()), RECORD))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("schema id 7 is of type PROTOBUF");
  }

  @Test
  void aSchemaThatNamesAFieldTwiceIsPoison() {
    String field = "{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\"}";
    server.answers(
        "GET /schemas/ids/7",
        200,
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[%s,%s]}\"}"
            .formatted(field, field));

    assertThatThrownBy(() -> read(reader(server.url()), RECORD))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("is no valid Avro schema")
        .hasMessageContaining("Duplicate field");
  }

  @Test
  void aSchemaThatIsNoneIsPoison() {
    server.answers("GET /schemas/ids/7", 200, "{\"schema\":\"{\\\"type\\\":\\\"what\\\"}\"}");

    assertThatThrownBy(() -> read(reader(server.url()), RECORD))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("schema id 7 of the registry")
        .hasMessageContaining("is no valid Avro schema");
  }

  @Test
  void schemasThatASchemaRefersToAreFetched() {
    server
        .answers(
            "GET /schemas/ids/7",
            200,
            """
            {"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Reference\\",\\"namespace\\":\\"io.gavel.schema\\",\
            \\"fields\\":[{\\"name\\":\\"reference_id\\",\\"type\\":\\"string\\"},{\\"name\\":\\"reference_answer\\",\
            \\"type\\":\\"string\\"},{\\"name\\":\\"origin\\",\\"type\\":\\"com.acme.Origin\\"}]}",
             "references":[{"name":"com.acme.Origin","subject":"com.acme.Origin","version":2}]}\
            """)
        .answers(
            "GET /subjects/com.acme.Origin/versions/2",
            200,
            """
            {"subject":"com.acme.Origin","version":2,"id":3,"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Origin\\",\
            \\"namespace\\":\\"com.acme\\",\\"fields\\":[{\\"name\\":\\"code\\",\\"type\\":\\"int\\"}]}"}\
            """);

    byte[] bytes = java.util.Arrays.copyOf(RECORD, RECORD.length + 1);

    assertThat(read(reader(server.url()), bytes)).isEqualTo(reference());
  }

  @Test
  void anIncompatibleSchemaIsRefusedAndNamesTheSubjectAndTheReason() {
    server.answers(
        REGISTER, 409, "{\"error_code\":409,\"message\":\"READER_FIELD_MISSING_DEFAULT_VALUE\"}");
    server.answers(LOOK_UP, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

    assertThatThrownBy(() -> write(serializer(server.url()), reference()))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessage(
            "subject references-value: the registry %s refuses the schema of io.gavel.schema.Reference as incompatible with those before it: HTTP 409 (READER_FIELD_MISSING_DEFAULT_VALUE)"
                .formatted(server.url()));
  }

  @Test
  void aConflictOverASchemaThatAnotherRegisteredMeanwhileGivesItsId() {
    server.answers(REGISTER, 409, "{\"error_code\":409,\"message\":\"it already exists\"}");
    server.answers(LOOK_UP, 200, "{\"id\":7}");

    assertThat(write(serializer(server.url()), reference())).isEqualTo(RECORD);
  }

  @Test
  void aLookUpSendsTheSchemaAndFindsTheId() {
    server.answers("POST /subjects/references-value?normalize=true", 200, "{\"id\":7}");
    AvroSerializer serializer =
        serializer(server.url(), "auto.register.schemas", false, "normalize.schemas", true);

    assertThat(write(serializer, reference())).isEqualTo(RECORD);
    write(serializer, reference());

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aSubjectsNameIsEncoded() {
    server.answers("GET /subjects/a%2Fb%20c%3A/versions/latest", 404, "{\"error_code\":40401}");

    assertThat(client(server.url()).latest("a/b c:")).isEmpty();
  }

  @Test
  void theRegistrysOwnRuleCountsWhereASubjectHasNone() {
    server.answers("GET /config/s", 404, "{\"error_code\":40408,\"message\":\"none\"}");
    server.answers("GET /config", 200, "{\"compatibilityLevel\":\"FULL\"}");

    assertThat(client(server.url()).compatibility("s")).isEqualTo("FULL");
  }

  @Test
  void incompatibilitiesAreTheRegistrysWords() {
    String path = "POST /compatibility/subjects/s/versions/latest?verbose=true";
    server.answers(path, 200, "{\"is_compatible\":false,\"messages\":[\"a\",\"b\"]}");
    assertThat(client(server.url()).incompatibilities("s", SCHEMA)).containsExactly("a", "b");

    server.answers(path, 200, "{\"is_compatible\":true}");
    assertThat(client(server.url()).incompatibilities("s", SCHEMA)).isEmpty();

    server.answers(path, 404, "{\"error_code\":40402,\"message\":\"Version not found\"}");
    assertThat(client(server.url()).incompatibilities("s", SCHEMA)).isEmpty();
  }
}
