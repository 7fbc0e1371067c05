package io.gavel.cli;

import picocli.CommandLine.Command;

/// `gavel baseline`: what the scores of a series are compared with.
@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    header = "Say what the scores of a series are compared with.",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "A series (application, model, rubric) is compared with what it was before, to find drift. An"
          + " operator who knows a good time, such as the first day of a release, pins that"
          + " instead.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    subcommands = {BaselineSetCommand.class, BaselineShowCommand.class, BaselineClearCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel baseline set --application support --model heron-8b --rubric tone --last 24h",
      "  gavel baseline show",
      "  gavel baseline clear --application support --model heron-8b --rubric tone"
    })
final class BaselineCommand {
  /// For picocli.
  BaselineCommand() {}
}
