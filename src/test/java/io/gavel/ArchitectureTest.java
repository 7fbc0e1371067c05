package io.gavel;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import io.gavel.judge.model.MonotonicClock;
import io.micrometer.core.instrument.MeterRegistry;

/// Who may see whom; ARCHITECTURE.md says why.
@AnalyzeClasses(packages = "io.gavel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] SHARED = {
    "io.gavel.schema..",
    "io.gavel.config..",
    "io.gavel.serde..",
    "io.gavel.topic..",
    "io.gavel.deadletter..",
    "io.gavel.hash..",
    "io.gavel.health..",
    "io.gavel.metric..",
    "io.gavel.trace",
    "io.gavel.streams.."
  };

  @ArchTest
  static final ArchRule ENRICH_KNOWS_THE_SHARED_PACKAGES_ALONE =
      knowsSharedAnd("io.gavel.enrich..");

  @ArchTest
  static final ArchRule REWARD_KNOWS_THE_SHARED_PACKAGES_AND_THE_MEASURES =
      knowsSharedAnd("io.gavel.reward..", "io.gavel.agreement..");

  @ArchTest
  static final ArchRule MONITOR_KNOWS_THE_SHARED_PACKAGES_ALONE =
      knowsSharedAnd("io.gavel.monitor..");

  @ArchTest
  static final ArchRule DECISIONS_KNOW_NOTHING_OF_KAFKA =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.gavel.enrich.decision",
              "io.gavel.reward.decision",
              "io.gavel.monitor.alert",
              "io.gavel.monitor.window",
              "io.gavel.web.reward.book")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule JUDGE_KNOWS_THE_SHARED_PACKAGES_ALONE = knowsSharedAnd("io.gavel.judge..");

  @ArchTest
  static final ArchRule ENGINE_SEES_JUDGES_THROUGH_ONE_INTERFACE =
      classes()
          .that()
          .resideInAPackage("io.gavel.engine..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("io.gavel.."))
                  .or(resideInAPackage("io.gavel.engine.."))
                  .or(resideInAnyPackage(SHARED))
                  .or(belongTo(type(Judge.class).or(type(Verdict.class)))));

  @ArchTest
  static final ArchRule EVALUATE_SEES_JUDGES_THROUGH_ONE_INTERFACE =
      classes()
          .that()
          .resideInAPackage("io.gavel.evaluate..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("io.gavel.."))
                  .or(resideInAnyPackage("io.gavel.evaluate..", "io.gavel.agreement.."))
                  .or(resideInAnyPackage(SHARED))
                  .or(belongTo(type(Judge.class).or(type(Verdict.class)))));

  @ArchTest
  static final ArchRule THE_LEDGER_IS_PURE =
      classes()
          .that()
          .resideInAPackage("io.gavel.engine.ledger")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.gavel.engine.ledger");

  @ArchTest
  static final ArchRule MEASURES_OF_AGREEMENT_ARE_PURE =
      classes()
          .that()
          .resideInAPackage("io.gavel.agreement..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.util..",
              "org.jspecify..",
              "org.apache.commons.math3..",
              "io.gavel.agreement..");

  @ArchTest
  static final ArchRule DRIFT_IS_FOUND_BY_PURE_CODE =
      classes()
          .that()
          .resideInAPackage("io.gavel.monitor.drift")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.time..",
              "java.util..",
              "org.jspecify..",
              "io.gavel.monitor.drift");

  @ArchTest
  static final ArchRule KAFKA_STAYS_OUT_OF_THE_JUDGES =
      noClasses()
          .that()
          .resideInAnyPackage("io.gavel.judge..", "io.gavel.evaluate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule HTTP_CLIENTS_ARE_AT_THE_EDGES_THAT_ASK_OTHERS =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.gavel.judge..",
              "io.gavel.serde..",
              "io.gavel.web.peer",
              "io.gavel.monitor.alertmanager")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule WEB_KNOWS_THE_SHARED_PACKAGES_ALONE = knowsSharedAnd("io.gavel.web..");

  @ArchTest
  static final ArchRule THE_WEB_SERVERS_LIBRARY_IS_IN_WEB_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gavel.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta..");

  @ArchTest
  static final ArchRule THE_API_KNOWS_NOTHING_OF_KAFKA =
      noClasses()
          .that()
          .resideInAnyPackage("io.gavel.web", "io.gavel.web.api..", "io.gavel.web.event")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.gavel.web.live");

  @ArchTest
  static final ArchRule OPENTELEMETRY_IS_AT_ONE_EDGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gavel.trace.otel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule THE_ROOT_ALONE_CHOOSES_WHO_IS_TOLD_OF_TRACES =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.gavel", "io.gavel.trace.otel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gavel.trace.otel");

  @ArchTest
  static final ArchRule METERS_ARE_BUILT_FROM_THE_CATALOGUE_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gavel.metric..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("io\\.micrometer\\.core\\.instrument\\.[A-Za-z.]+\\$Builder")
          .orShould()
          .callMethodWhere(
              target(owner(type(MeterRegistry.class)))
                  .and(target(nameMatching("counter|timer|gauge|summary|more"))));

  @ArchTest
  static final ArchRule THE_SHARED_PACKAGES_KNOW_NO_ROLE =
      noClasses()
          .that()
          .resideInAnyPackage(SHARED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gavel.enrich..",
              "io.gavel.engine..",
              "io.gavel.judge..",
              "io.gavel.reward..",
              "io.gavel.monitor..",
              "io.gavel.web..",
              "io.gavel.cli..",
              "io.gavel.local..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMANDS_KNOW_THE_LOCAL_PARTS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.gavel.local..", "io.gavel.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gavel.local..");

  @ArchTest
  static final ArchRule SIMULATED_JUDGES_KNOW_SETTINGS_HASHES_AND_A_CLOCK =
      classes()
          .that()
          .resideInAPackage("io.gavel.simulator..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("io.gavel.."))
                  .or(resideInAPackage("io.gavel.simulator.."))
                  .or(resideInAnyPackage("io.gavel.config..", "io.gavel.hash.."))
                  .or(type(MonotonicClock.class)));

  @ArchTest
  static final ArchRule ONLY_THE_COMMANDS_AND_THE_LOCAL_PARTS_KNOW_SIMULATED_JUDGES =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.gavel.simulator..", "io.gavel.local..", "io.gavel.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gavel.simulator..");

  @ArchTest
  static final ArchRule THE_BROKER_ITSELF_IS_A_LOCAL_PART =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gavel.local..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("kafka..", "org.apache.kafka.metadata..");

  @ArchTest
  static final ArchRule THERE_ARE_NO_CYCLES =
      slices().matching("io.gavel.(*)..").should().beFreeOfCycles();

  private static ArchRule knowsSharedAnd(String... packages) {
    return classes()
        .that()
        .resideInAPackage(packages[0])
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("io.gavel.."))
                .or(resideInAnyPackage(packages))
                .or(resideInAnyPackage(SHARED)));
  }
}
