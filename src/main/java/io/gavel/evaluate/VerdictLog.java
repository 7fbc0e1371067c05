package io.gavel.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.agreement.Choice;
import io.gavel.deadletter.Reason;
import io.gavel.judge.Verdict;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// The verdicts of an evaluation as JSON Lines, written as they come, so that a run that is stopped
/// goes on where it was. A verdict counts where it was given under the same settings; one that
/// failed for what may have passed by now does not. Any thread may append.
public final class VerdictLog implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /// What may go better in another run.
  private static final Set<Reason> PASSING =
      EnumSet.of(Reason.RETRIES_EXHAUSTED, Reason.INTERNAL_ERROR, Reason.UNKNOWN_PROFILE);

  /// Not a channel: an interrupt while it writes would close it.
  private final RandomAccessFile file;

  private final String settings;
  private final Map<String, Outcome> known = new HashMap<>();

  private VerdictLog(RandomAccessFile file, String settings) {
    this.file = file;
    this.settings = settings;
  }

  /// Opens a file, or makes it. The end of a last line that was never finished is cut off.
  ///
  /// @param path the file; one run has it at a time
  /// @param settings tells the settings apart ([Fingerprint])
  /// @throws IOException where it cannot be used; the message says why
  public static VerdictLog open(Path path, String settings) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (file.getChannel().tryLock() == null) {
        throw new IOException("another evaluation is writing it");
      }
      VerdictLog log = new VerdictLog(file, settings);
      cutUnfinishedLine(file);
      log.load();
      return log;
    } catch (OverlappingFileLockException e) {
      file.close();
      throw new IOException("another evaluation is writing it", e);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// The outcome that an earlier run wrote down; empty where it is to be asked.
  ///
  /// @param id the request's id
  public Optional<Outcome> known(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /// Writes a verdict down.
  ///
  /// @param item the item's number in its file
  /// @param ask what was asked
  /// @param verdict what came of it
  /// @throws UncheckedIOException where the file cannot be written
  public void append(long item, Ask ask, Verdict verdict) {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", ask.request().getRequestId());
    line.put("settings", settings);
    line.put("item", item);
    line.put("view", ask.view().code());
    VerdictJson.write(verdict, line);
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      try {
        file.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException("the verdicts cannot be written: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  private void load() throws IOException {
    file.seek(0);
    // Not closed: that would close the file.
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file.getFD()), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode verdict;
      try {
        verdict = JSON.readTree(line);
      } catch (JsonProcessingException e) {
        continue; // It is asked again.
      }
      if (verdict.path("settings").asText("").equals(settings)) {
        String id = verdict.path("id").asText("");
        outcome(verdict).ifPresentOrElse(o -> known.put(id, o), () -> known.remove(id));
      }
    }
    file.seek(file.length());
  }

  private static Optional<Outcome> outcome(JsonNode line) {
    boolean standIn = line.path("stand_in").asBoolean();
    if (line.path("score").isInt()) {
      JsonNode expected = line.path("expected_score");
      return Optional.of(
          new Outcome.Scored(
              line.path("score").intValue(),
              line.path("mean_score").asDouble(line.path("score").intValue()),
              expected.isNumber()
                  ? OptionalDouble.of(expected.doubleValue())
                  : OptionalDouble.empty(),
              line.path("samples").valueStream().map(JsonNode::intValue).toList(),
              standIn));
    }
    String preferred = line.path("preferred").asText("").toUpperCase(Locale.ROOT);
    Optional<Choice> choice =
        Arrays.stream(Choice.values()).filter(one -> one.name().equals(preferred)).findFirst();
    if (choice.isPresent()) {
      return Optional.of(new Outcome.Preferred(choice.get(), standIn));
    }
    String reason = line.path("reason").asText("");
    return reason.isEmpty() || PASSING.stream().anyMatch(one -> one.code().equals(reason))
        ? Optional.empty()
        : Optional.of(new Outcome.Unjudged(reason, standIn));
  }

  private static void cutUnfinishedLine(RandomAccessFile file) throws IOException {
    long end = file.length();
    while (end > 0) {
      file.seek(end - 1);
      if (file.read() == '\n') {
        break;
      }
      end--;
    }
    file.setLength(end);
  }
}
