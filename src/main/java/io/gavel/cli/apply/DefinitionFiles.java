package io.gavel.cli.apply;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Finds and reads the files of `gavel apply`.
public final class DefinitionFiles {
  /// The largest file in bytes, 64 MiB: a file is read whole, with its line numbers.
  static final int MAX_BYTES = 64 << 20;

  private final InputStream standardInput;

  /// @param standardInput what `-` is
  public DefinitionFiles(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /// Everything that these files say. A directory stands for its `*.yaml` and `*.yml` files, by
  /// name, not for those of directories below it.
  ///
  /// @param names paths, or `-` for standard input
  public Definitions read(List<String> names) {
    DefinitionReader reader = new DefinitionReader();
    for (String name : names) {
      if (name.equals("-")) {
        read("standard input", standardInput, reader);
      } else {
        for (Path path : files(name, reader)) {
          read(path, reader);
        }
      }
    }
    return reader.definitions();
  }

  private static List<Path> files(String name, DefinitionReader reader) {
    Path path = Path.of(name);
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> children = Files.list(path)) {
      children
          .filter(child -> child.toString().matches(".*\\.ya?ml"))
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(files::add);
    } catch (IOException e) {
      reader.problem(new Problem(name, 0, "", "the directory cannot be read"));
      return List.of();
    }
    if (files.isEmpty()) {
      reader.problem(new Problem(name, 0, "", "the directory holds no *.yaml file"));
    }
    return files;
  }

  private static void read(Path path, DefinitionReader reader) {
    try (InputStream input = Files.newInputStream(path)) {
      read(path.toString(), input, reader);
    } catch (IOException e) {
      reader.problem(
          new Problem(path.toString(), 0, "", "there is no such file, or it may not be read"));
    }
  }

  private static void read(String name, InputStream input, DefinitionReader reader) {
    byte[] bytes;
    try {
      bytes = input.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      reader.problem(new Problem(name, 0, "", "cannot be read: " + e.getMessage()));
      return;
    }
    if (bytes.length > MAX_BYTES) {
      reader.problem(new Problem(name, 0, "", "is larger than 64 MiB: split it"));
      return;
    }
    try {
      reader.read(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      reader.problem(new Problem(name, 0, "", "is not valid UTF-8"));
    }
  }
}
