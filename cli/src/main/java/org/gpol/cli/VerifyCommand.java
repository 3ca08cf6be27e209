package org.gpol.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.OptionGroup;
import org.apache.commons.cli.Options;
import org.gpol.cli.verify.KernelOpinion;
import org.gpol.cli.verify.RejectionText;
import org.gpol.cli.verify.Sarif;
import org.gpol.cli.verify.Verdict;
import org.gpol.cli.verify.VerdictJson;
import org.gpol.cli.verify.VerdictText;
import org.gpol.vm.UnverifiedProgram;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;

/** {@code gpol verify}: what the verifier says of programs, and why. */
final class VerifyCommand implements Command {
  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String summary() {
    return "verify a policy, an object, or assembly, and say why it is refused";
  }

  @Override
  public String synopsis() {
    return "FILE… [OPTIONS] | --batch [FILE] [OPTIONS]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(flag("log", "print what is known at each instruction, as Linux's log does"))
        .addOption(flag("stats", "print what verifying took and the most that a run executes"))
        .addOption(flag("time", "--stats: time and memory too, which are never the same twice"))
        .addOption(
            value("budget", "N", "refuse programs that may execute more than N instructions"))
        .addOption(flag("kernel", "ask the running Linux kernel too, by way of bpftool"))
        .addOptionGroup(
            new OptionGroup()
                .addOption(flag("json", "print the verdicts as JSON"))
                .addOption(flag("sarif", "print the rejections as SARIF 2.1.0")))
        .addOption(flag("batch", "a line NAME|HEX of raw instructions a program; a line of answer"))
        .addOption(
            value(
                "type",
                "T",
                "--batch, bare instructions: scalar (default), or a section such as\nghost_sched/pnt"))
        .addOption(
            value(
                "map",
                "KIND:KEY:VALUE:N",
                "--batch, bare instructions: a map, referred to by its place; may be\nrepeated"))
        .addOptionGroup(
            new OptionGroup()
                .addOption(flag("run", "--batch: run what is accepted, with the interpreter"))
                .addOption(flag("jit", "--batch: run what is accepted, compiled")));
  }

  private static Option value(String name, String argument, String text) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(text).build();
  }

  private static Option flag(String name, String text) {
    return Option.builder().longOpt(name).desc(text).build();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol verify policies/fifo.gpol --stats",
        "gpol verify counters.bpf.o --budget 10000",
        "gpol verify prog.s --log",
        "gpol verify --batch --map array:4:8:1 --run < programs.txt");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.hasOption("batch")) {
      return new VerifyBatch(line, console).run();
    }
    if (line.getArgList().isEmpty()) {
      throw CommandFailure.usage("verify needs a file; see `gpol help verify`");
    }
    boolean machine = line.hasOption("json") || line.hasOption("sarif");
    boolean text = List.of("log", "stats", "time", "kernel").stream().anyMatch(line::hasOption);
    if (machine && (text || line.getArgList().size() > 1)) {
      throw CommandFailure.usage(
          "--json and --sarif take one file, and go with none of --log, --stats, --time, --kernel");
    }
    ExitCode worst = ExitCode.OK;
    for (String path : line.getArgList()) {
      boolean accepted = verify(path, line, console);
      worst = accepted ? worst : ExitCode.REJECTED;
    }
    return worst;
  }

  private static boolean verify(String path, CommandLine line, Console console)
      throws CommandFailure {
    long budget = budget(line);
    List<Verdict> verdicts = new ArrayList<>();
    StringBuilder costs = new StringBuilder();
    for (UnverifiedProgram program : new VerifyInput(line, console).programs(path)) {
      Cost cost = new Cost();
      VerificationResult result;
      if (line.hasOption("log")) {
        console.out().println(program.program().name() + ":");
        result = Verifier.log(program.input(), text -> console.out().println(text));
      } else {
        result = Verifier.verify(program.input());
      }
      costs.append(program.program().name()).append(": ").append(cost.text()).append('\n');
      verdicts.add(Verdict.of(program, result, budget));
    }
    print(path, verdicts, line, console);
    if (line.hasOption("time")) {
      console.out().print(costs);
    }
    boolean accepted = verdicts.stream().allMatch(Verdict::accepted);
    if (line.hasOption("kernel")) {
      console.out().print(KernelOpinion.of(path, verdicts));
    }
    if (!accepted) {
      console.complain(path + ": the verifier rejects it");
    }
    return accepted;
  }

  private static void print(String path, List<Verdict> verdicts, CommandLine line, Console console)
      throws CommandFailure {
    try {
      if (line.hasOption("json")) {
        VerdictJson.write(path, verdicts, console.out());
      } else if (line.hasOption("sarif")) {
        Sarif.write(path, Version.current(), verdicts, console.out());
      } else {
        verdicts.forEach(verdict -> text(path, verdict, console));
        if (line.hasOption("stats")) {
          console.out().print(VerdictText.statistics(verdicts));
        }
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot write: " + e.getMessage());
    }
  }

  private static void text(String path, Verdict verdict, Console console) {
    String name = verdict.program().program().name();
    if (verdict.accepted()) {
      console.out().println(path + ": " + name + ": accepted");
    } else if (verdict.overBudget()) {
      console.err().println(path + ": " + name + ": " + VerdictText.overBudget(verdict));
    } else {
      console
          .err()
          .print(
              RejectionText.of(
                  name,
                  verdict.program().program().section(),
                  verdict.rejection(),
                  verdict.explanation()));
    }
  }

  private static long budget(CommandLine line) throws CommandFailure {
    String text = line.getOptionValue("budget");
    if (text == null) {
      return Long.MAX_VALUE;
    }
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw CommandFailure.usage("--budget: `" + text + "` is not a number of instructions");
    }
    return Long.parseLong(text);
  }

  /** Time and memory since it was made. */
  private static final class Cost {
    private final long nanos = System.nanoTime();
    private final long bytes = allocated();

    String text() {
      double ms = (System.nanoTime() - nanos) / 1e6;
      double megabytes = (allocated() - bytes) / 1e6;
      return String.format("%.1f ms, %.1f MB allocated", ms, megabytes);
    }

    private static long allocated() {
      java.lang.management.ThreadMXBean bean =
          java.lang.management.ManagementFactory.getThreadMXBean();
      return bean instanceof com.sun.management.ThreadMXBean threads
          ? threads.getCurrentThreadAllocatedBytes()
          : 0;
    }
  }
}
