package io.gavel.docs;

import io.gavel.cli.GavelCommand;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The help of every command, as `--help` prints it.
final class CommandsPage {
  private static final String HEAD =
      """
      # Commands

      <!-- Made from the commands' own help; ReferencePagesTest says how to make it anew. -->

      What `gavel <command> --help` prints. From a checkout it is `./gavel`, which builds first where something changed; in the image it is
      `gavel`. All that talk to Kafka take [settings](configuration.md) from `gavel.yaml` and the environment.

      | exit code | means |
      | --- | --- |
      | 0 | done |
      | 1 | a check failed, or a bug |
      | 2 | wrong usage or configuration |
      | 3 | something outside is down |
      """;

  private CommandsPage() {}

  static ReferencePage made() {
    StringBuilder page = new StringBuilder(HEAD);
    add(GavelCommand.commandLine(Map.of()), page);
    return new ReferencePage("commands.md", page.toString());
  }

  private static void add(CommandLine command, StringBuilder page) {
    page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
    command
        .getUsageMessage(Ansi.OFF)
        .lines()
        .forEach(line -> page.append(line.stripTrailing()).append('\n'));
    page.append("```\n");
    for (CommandLine below : command.getSubcommands().values()) {
      add(below, page);
    }
  }
}
