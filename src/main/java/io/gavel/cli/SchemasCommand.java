package io.gavel.cli;

import io.gavel.config.GavelConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.serde.RegistryClient;
import io.gavel.topic.SchemaState;
import io.gavel.topic.TopicSchemas;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gavel schemas`: the registry's schemas.
@Command(
    name = "schemas",
    mixinStandardHelpOptions = true,
    header = "Register the schemas of all topics, or check them.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel schemas register          register what the registry does not have yet",
      "  gavel schemas check             exit with 1 when the registry has another schema or none"
    })
final class SchemasCommand {
  /// A person waits, so the registry gets less time than it gets from a worker.
  private static final Map<String, String> LIMITS =
      Map.of(
          "http.connect.timeout.ms", "5000", "http.read.timeout.ms", "10000", "max.retries", "0");

  @Spec private CommandSpec spec = CommandSpec.create();

  /// For picocli.
  SchemasCommand() {}

  @Command(
      name = "register",
      mixinStandardHelpOptions = true,
      header = "Register the schemas that the registry does not have.",
      description = {
        "",
        "What is there already stays as it is. A schema that the subject's compatibility rule refuses"
            + " ends the command with 1.",
        ""
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  gavel schemas register",
        "  GAVEL_REGISTRY_URL=https://registry:8081 gavel schemas register"
      })
  void register(@Mixin ReplayOption config) {
    GavelConfig settings = config.load();
    PrintWriter out = spec.commandLine().getOut();
    try (RegistryClient registry = RegistryClient.of(impatient(settings.registry()))) {
      Map<String, Integer> ids = new TopicSchemas(settings, registry).register();
      ids.forEach((subject, id) -> out.println("%s: id %d".formatted(subject, id)));
      out.println("all %d schemas are registered".formatted(ids.size()));
      out.flush();
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      header =
          "Say which schemas are missing, differ or are incompatible, and exit with 1 when any is.",
      footerHeading = "%nExamples:%n",
      footer = {"  gavel schemas check", "  gavel schemas check --config production.yaml"})
  void check(@Mixin ReplayOption config) {
    GavelConfig settings = config.load();
    PrintWriter out = spec.commandLine().getOut();
    try (RegistryClient registry = RegistryClient.of(impatient(settings.registry()))) {
      List<SchemaState> states = new TopicSchemas(settings, registry).check();
      List<SchemaState> wrong =
          states.stream().filter(it -> !(it instanceof SchemaState.Current)).toList();
      wrong.forEach(state -> out.println(state.text()));
      if (!wrong.isEmpty()) {
        out.flush();
        throw new CommandFailure(ExitCode.CHECK_FAILED, advice(wrong));
      }
      out.println("all %d schemas are registered".formatted(states.size()));
      out.flush();
    }
  }

  private static String advice(List<SchemaState> wrong) {
    long refused = wrong.stream().filter(it -> it instanceof SchemaState.Incompatible).count();
    return refused == 0
        ? wrong.size() + " schema(s) to register; 'gavel schemas register' does it"
        : "%d schema(s) differ, %d of them incompatible: another version of Gavel may use this registry, or change the subject's compatibility rule"
            .formatted(wrong.size(), refused);
  }

  private static RegistryConfig impatient(RegistryConfig config) {
    Map<String, String> properties = new HashMap<>(LIMITS);
    properties.putAll(config.properties());
    return new RegistryConfig(config.url(), properties, config.serializer(), config.deserializer());
  }
}
