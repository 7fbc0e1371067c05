package io.gavel.cli;

import io.gavel.local.SampleTraffic;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel demo`: the whole system on this machine. What it starts is not in the image, and this
/// class must be loaded without it: all that needs it is in [DemoSession].
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "See all of it work on this machine.",
    description = {
      "",
      "Runs the whole of Gavel on this machine: a real Kafka broker, a real schema registry,"
          + " judges, a worker and sample traffic.",
      "Nothing is installed and nothing stays: Ctrl-C ends it.",
      "",
      "The judges are stand-ins without a model, unless --judge names a real one: their scores"
          + " come from word overlap with the reference answer, and are marked with a *."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  traffic until Ctrl-C:         gavel demo",
      "  more of it, more judges:      gavel demo --rate 20 --judges 4",
      "  the sample once, the result:  gavel demo --exit-when-done",
      "  a real judge:",
      "    gavel demo --judge http://localhost:8000/v1 \\",
      "               --model prometheus-eval/prometheus-7b-v2.0",
      "",
      "Exit codes: 0 done, 1 an outcome is missing or there twice,",
      "2 wrong usage, 3 a part did not start or the judge does not answer."
    })
final class DemoCommand implements Callable<Integer> {
  static final String KEY_VARIABLE = "GAVEL_JUDGE_PROFILES_PROMETHEUS_API_KEY";

  @Option(
      names = "--exit-when-done",
      description =
          "Send the bundled sample once, wait for every outcome, print the numbers and exit.")
  private boolean exitWhenDone;

  @Option(
      names = "--judge",
      paramLabel = "URL",
      description =
          "A real judge in place of the stand-ins: the base URL of an OpenAI-compatible server. Its"
              + " key, if it wants one, is taken from "
              + KEY_VARIABLE
              + ".")
  private @Nullable URI judge;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model of --judge, as that server names it.")
  private @Nullable String model;

  @Option(
      names = "--judges",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many stand-in judges, 1 to 16 (default: ${DEFAULT-VALUE}).")
  private int judges;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "4",
      description = "Generations per second on average, up to 1000 (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--worse-after",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "When the model "
              + SampleTraffic.BETTER_MODEL
              + " gets worse in "
              + SampleTraffic.WORSE_APPLICATION
              + ", for an alert to be raised (default: ${DEFAULT-VALUE}).")
  private long worseAfterSeconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "19",
      description =
          "Decides everything random: the same seed gives the same traffic and the same scores"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (DemoCommand.class.getResource("DemoSession.class") == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the demo starts a broker and a registry, which are not part of this image; run ./gavel"
              + " demo from Gavel's sources");
    }
    check(
        judge == null || model != null, "--judge needs --model: the model as that server names it");
    check(model == null || judge != null, "--model needs --judge: the URL of a real judge");
    check(judges >= 1 && judges <= 16, "--judges: " + judges + " is not 1 to 16");
    check(rate > 0 && rate <= 1000, "--rate: " + rate + " is not above 0 and up to 1000");
    check(worseAfterSeconds >= 0, "--worse-after: " + worseAfterSeconds + " is below 0");
    check(
        judge == null
            || (judge.getHost() != null && List.of("http", "https").contains(judge.getScheme())),
        "--judge: " + judge + " is no URL such as http://localhost:8000/v1");
    return new DemoSession(
            new DemoSession.Wanted(
                exitWhenDone, judge, model, judges, rate, worseAfterSeconds, seed),
            CommandIo.of(spec))
        .run()
        .code();
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new CommandFailure(ExitCode.USAGE, message);
    }
  }
}
