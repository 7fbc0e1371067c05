package io.gavel.cli.export;

import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Reward;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/// The records of another topic that lines need, on disk in a folder of the system's temporary one:
/// what it holds in memory does not grow with the topics, and what it holds on disk is what is
/// exported and no more. The folder goes when it is closed. For one thread.
final class Partners implements AutoCloseable {
  private static final String WANTED = "w";
  private static final String FOUND = "f";

  private final Path folder;
  private final Options options = new Options().setCreateIfMissing(true);
  // A run that is interrupted begins anew.
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final RocksDB store;

  Partners() throws IOException {
    RocksDB.loadLibrary();
    folder = Files.createTempDirectory("gavel-export-");
    try {
      store = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw new IOException(
          "%s cannot hold what is exported: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /// The generation that an exported record is of.
  static String generationId(SpecificRecord value) {
    return switch (value) {
      case Reward reward -> reward.getGenerationId();
      case Feedback feedback -> feedback.getGenerationId();
      default -> throw new IllegalArgumentException("no partner of " + value.getClass());
    };
  }

  /// What an exported record and its partner have in common.
  static String id(SpecificRecord value) {
    return switch (value) {
      case Feedback feedback -> feedback.getRequestId();
      case JudgeRequest request -> request.getRequestId();
      case Reward reward -> reward.getGenerationId();
      case Generation generation -> generation.getGenerationId();
      default -> throw new IllegalArgumentException("no partner of " + value.getClass());
    };
  }

  /// Notes that the records of a generation are needed.
  void want(String generationId) throws IOException {
    put(WANTED + generationId, new byte[0]);
  }

  /// Whether the records of a generation are needed.
  boolean isWanted(String generationId) throws IOException {
    return get(WANTED, generationId) != null;
  }

  /// Keeps a record.
  void keep(String id, byte[] value) throws IOException {
    put(FOUND + id, value);
  }

  /// A record's bytes; null where it was not found.
  byte @Nullable [] get(String id) throws IOException {
    return get(FOUND, id);
  }

  @Override
  public void close() throws IOException {
    store.close();
    unlogged.close();
    options.close();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private void put(String key, byte[] value) throws IOException {
    try {
      store.put(unlogged, key.getBytes(StandardCharsets.UTF_8), value);
    } catch (RocksDBException e) {
      throw new IOException("%s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private byte @Nullable [] get(String kind, String id) throws IOException {
    try {
      return store.get((kind + id).getBytes(StandardCharsets.UTF_8));
    } catch (RocksDBException e) {
      throw new IOException("%s: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
