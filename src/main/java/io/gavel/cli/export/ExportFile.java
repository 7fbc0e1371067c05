package io.gavel.cli.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// A file of lines that several runs write, and its state beside it. The lines reach the disk
/// before the state does, and the state is replaced as a whole: whenever a run ends, the next one
/// finds how much of the file counts. For one thread.
public final class ExportFile implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
          .build();

  private final Path statePath;
  private final FileChannel channel;
  private final OutputStream lines;
  private ExportState state;
  private long written;

  private ExportFile(Path statePath, FileChannel channel, ExportState state) {
    this.statePath = statePath;
    this.channel = channel;
    this.state = state;
    lines = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    written = state.bytes();
  }

  /// Opens a new file, or one that an earlier run of the same export left.
  ///
  /// @param path the file
  /// @param begin the state of an export that has nothing yet
  /// @throws IOException says in its message, for a person, why not: it cannot be written, belongs
  ///   to another export, or is being written by another run
  public static ExportFile open(Path path, ExportState begin) throws IOException {
    Path statePath = path.resolveSibling(path.getFileName() + ".state");
    boolean goesOn = Files.exists(statePath);
    if (!goesOn && Files.exists(path) && Files.size(path) > 0) {
      throw new IOException(
          "%s is there and has no %s, so it is no export to go on with: name another file"
              .formatted(path, statePath.getFileName()));
    }
    ExportState state = goesOn ? read(statePath) : begin;
    if (!state.isOf(begin)) {
      throw new IOException(
          ("%s is an export of topic %s as %s (ties included: %s, stand-ins included: %s%s): give"
                  + " the same options, or name another file")
              .formatted(
                  path,
                  state.topic(),
                  state.format(),
                  state.includeTies(),
                  state.includeStandIn(),
                  state.threshold() == null ? "" : ", threshold: " + state.threshold()));
    }
    if (goesOn && (!Files.exists(path) || Files.size(path) < state.bytes())) {
      throw new IOException(
          "%s is shorter than %s says: delete both to begin anew"
              .formatted(path, statePath.getFileName()));
    }
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException(path + " is being written by another run");
      }
      channel.truncate(state.bytes());
      channel.position(state.bytes());
      return new ExportFile(statePath, channel, state);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException(path + " is being written by another run", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Where to go on: the next record of each partition that has had one.
  public Map<Integer, Long> offsets() {
    return state.offsets();
  }

  /// Writes a line. It counts with the next [#commit].
  ///
  /// @param line without its end
  public void write(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    lines.write(bytes);
    written += bytes.length;
  }

  /// Makes what is written count.
  ///
  /// @param offsets the next record of each partition that has had one
  public void commit(Map<Integer, Long> offsets) throws IOException {
    lines.flush();
    channel.force(true);
    state = state.at(written, offsets);
    Path next = statePath.resolveSibling(statePath.getFileName() + ".next");
    Files.write(next, JSON.writeValueAsBytes(state));
    try (FileChannel synced = FileChannel.open(next, StandardOpenOption.WRITE)) {
      synced.force(true);
    }
    Files.move(
        next, statePath, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Lets the file go; what was written since the last [#commit] does not count.
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static ExportState read(Path path) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(path), ExportState.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s is no state of an export: delete it and its file to begin anew".formatted(path), e);
    }
  }
}
