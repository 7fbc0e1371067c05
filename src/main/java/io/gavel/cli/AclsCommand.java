package io.gavel.cli;

import io.gavel.acl.AclFormat;
import io.gavel.acl.Duty;
import io.gavel.acl.Grant;
import io.gavel.acl.Rights;
import io.gavel.config.GavelConfig;
import io.gavel.topic.TopicManifest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `gavel acls`: the least that each role and command needs on the cluster.
@Command(
    name = "acls",
    mixinStandardHelpOptions = true,
    header = "Print the least rights on the Kafka cluster that each role and command needs.",
    description = {
      "",
      "They are made from the settings: the topics' prefix, application ids, groups, and what is on."
          + " It asks no cluster and changes none.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gavel acls > acls.sh                             for all, to be read and then run: sh -e acls.sh",
      "  gavel acls --role judge,send --format json       as data, for other tools",
      "  gavel acls --role enrich,judge,reward,monitor,web --principal User:gavel",
      "                                                   for workers with one user",
      "  gavel acls --format strimzi --cluster events     as users of Strimzi's operator"
    })
final class AclsCommand implements Callable<Integer> {
  @Mixin private ReplayOption config = new ReplayOption();

  @Option(
      names = "--role",
      split = ",",
      paramLabel = "ROLE",
      converter = DutyConverter.class,
      description =
          "Whose: some of enrich, judge, reward, monitor, web, and of the commands topics, apply,"
              + " definitions, send, tail, dead-letters, baseline, export, replay, reset. All where none"
              + " is given.")
  private @Nullable List<Duty> duties;

  @Option(
      names = "--principal",
      paramLabel = "NAME",
      description =
          "Who gets them, with its type; {role} stands for the role's name (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "User:gavel-{role}")
  private String principal = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description =
          "kafka-acls for commands of Kafka's kafka-acls.sh, json, or strimzi for KafkaUser"
              + " resources (default: ${DEFAULT-VALUE}).",
      defaultValue = "kafka-acls")
  private AclFormat format = AclFormat.KAFKA_ACLS;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "kafka",
      description = "The Kafka resource of Strimzi (default: ${DEFAULT-VALUE}).")
  private String cluster = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  /// For picocli.
  AclsCommand() {}

  @Override
  public Integer call() {
    check(
        principal.matches("[A-Za-z]+:\\P{Cntrl}+"),
        "--principal: must have a type and a name, such as User:gavel-{role}");
    check(
        TopicManifest.isName(cluster),
        "--cluster: a name has lower-case letters, digits, '-' and '.' and at most 63 characters");
    GavelConfig settings = config.load();
    List<Grant> grants = grants(settings);
    check(
        format != AclFormat.STRIMZI
            || grants.stream()
                .allMatch(it -> TopicManifest.isName(it.principal().replaceFirst("^User:", ""))),
        "--principal: Strimzi names users as Kubernetes does, in lower-case letters, digits, '-' and"
            + " '.', such as User:gavel-{role}");
    check(
        format != AclFormat.STRIMZI
            || grants.stream().map(Grant::principal).distinct().count() == grants.size(),
        "--principal: a user of Strimzi has its rights in one resource; name one with {role} in it");
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        format.write(grants, new AclFormat.Target(settings.kafka().bootstrapServers(), cluster)));
    out.flush();
    return ExitCode.DONE.code();
  }

  private List<Grant> grants(GavelConfig settings) {
    List<Grant> grants = new ArrayList<>();
    for (Duty duty : duties == null ? List.of(Duty.values()) : duties) {
      grants.add(
          new Grant(duty, principal.replace("{role}", duty.text()), Rights.of(duty, settings)));
    }
    return grants;
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  /// Reads the name of a role or command.
  static final class DutyConverter implements ITypeConverter<Duty> {
    /// For picocli.
    DutyConverter() {}

    @Override
    public Duty convert(String value) {
      return Duty.named(value)
          .orElseThrow(() ->
              new TypeConversionException("'%s' is none of %s".formatted(value, Duty.names())));
    }
  }

  /// Reads the name of a format.
  static final class FormatConverter implements ITypeConverter<AclFormat> {
    /// For picocli.
    FormatConverter() {}

    @Override
    public AclFormat convert(String value) {
      return AclFormat.named(value)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is none of %s".formatted(value, AclFormat.names())));
    }
  }
}
