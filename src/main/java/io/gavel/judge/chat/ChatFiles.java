package io.gavel.judge.chat;

import io.gavel.judge.kind.KindOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The operator's files of prompts.
final class ChatFiles {
  /// The largest file of a prompt, in bytes.
  static final int MOST_BYTES = 64 * 1024;

  private ChatFiles() {}

  /// The text of the file that an option names.
  ///
  /// @throws io.gavel.config.InvalidConfigException when it cannot be used, and why
  static String read(KindOptions options, String option, String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw options.refused(option, file, "a file of at most " + MOST_BYTES + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.isBlank()) {
        throw options.refused(option, file, "a file that is not empty");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw options.refused(option, file, "a file in UTF-8");
    } catch (NoSuchFileException | InvalidPathException e) {
      throw options.refused(option, file, "a file that is there");
    } catch (IOException e) {
      throw options.refused(option, file, "a file that can be read");
    }
  }
}
