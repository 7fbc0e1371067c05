package io.gavel.cli;

import picocli.CommandLine.Command;

/// `gavel dead-letters`: what could not be judged.
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    header = "Look at what could not be judged, and send it again.",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "A dead letter holds the record that could not be judged, whole, with the reason and what the"
          + " judge answered. When the cause is gone it can be sent again: it is then judged like"
          + " any other, and each dead letter is sent again at most once.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersRetryCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel dead-letters list --since 2h",
      "  gavel dead-letters show 3f9ac01d",
      "  gavel dead-letters retry --reason retries_exhausted --dry-run"
    })
final class DeadLettersCommand {
  /// For picocli.
  DeadLettersCommand() {}
}
