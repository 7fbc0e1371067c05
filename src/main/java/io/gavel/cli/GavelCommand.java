package io.gavel.cli;

import picocli.CommandLine.Command;

/// `gavel`: the root of the commands.
@Command(
    name = "gavel",
    mixinStandardHelpOptions = true,
    description =
        "Judges what language models generated in production, and publishes the scores exactly once.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ApplyCommand.class, SendCommand.class, TailCommand.class})
public final class GavelCommand {}
