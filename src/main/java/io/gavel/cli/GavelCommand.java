package io.gavel.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// `gavel`: the root of the commands, in the order in which one comes to need them.
@Command(
    name = "gavel",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Judges what language models generated in production, and publishes the scores exactly once.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      HealthCommand.class,
      TopicsCommand.class,
      SchemasCommand.class,
      AclsCommand.class,
      ApplyCommand.class,
      DefinitionsCommand.class,
      SendCommand.class,
      TailCommand.class,
      ExportCommand.class,
      ReplayCommand.class,
      BaselineCommand.class,
      DeadLettersCommand.class,
      ResetCommand.class,
      EvaluateCommand.class,
      SimulateJudgeCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel demo                      see all of it work on this machine",
      "  gavel topics apply              create the topics of gavel.yaml's cluster",
      "  gavel run                       start a worker",
      "",
      "Every key of gavel.yaml can be set by the environment as well: kafka.bootstrap_servers is",
      "GAVEL_KAFKA_BOOTSTRAP_SERVERS. Exit codes: 0 done, 1 a check failed, 2 wrong usage or",
      "configuration, 3 something outside is down. GAVEL_DEBUG=1 shows where an error came from."
    })
public final class GavelCommand {
  private static final int WIDTH = 100;

  /// The command line, ready to execute; it never throws, and its answer is the exit code.
  ///
  /// @param environment the environment variables: `GAVEL_DEBUG` is looked at here
  public static CommandLine commandLine(Map<String, String> environment) {
    CommandLine line = new CommandLine(new GavelCommand());
    Failure.Report report =
        new Failure.Report(environment.getOrDefault("GAVEL_DEBUG", "").equals("1"));
    line.setUsageHelpWidth(WIDTH);
    giveVersion(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, arguments) -> misused(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> report.print(e, command.getErr()));
    return line;
  }

  private static void giveVersion(CommandLine line) {
    line.getCommandSpec().versionProvider(new Version());
    line.getSubcommands().values().forEach(GavelCommand::giveVersion);
  }

  private static int misused(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    List<String> near =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    err.println(
        "gavel: %s%s; see '%s --help'"
            .formatted(
                String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "),
                near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?",
                name));
    err.flush();
    return ExitCode.USAGE.code();
  }
}
