package org.gpol.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.bpf.text.Spelling;
import org.gpol.cli.verify.BatchVerifier;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.vm.EngineKind;
import org.gpol.vm.GenericPlatform;

/** {@code gpol verify --batch}: many raw programs over one process. */
final class VerifyBatch {
  private final CommandLine line;
  private final Console console;

  VerifyBatch(CommandLine line, Console console) {
    this.line = line;
    this.console = console;
  }

  ExitCode run() throws CommandFailure {
    List<String> paths = line.getArgList();
    if (paths.size() > 1) {
      throw CommandFailure.usage("--batch takes one file; see `gpol help verify`");
    }
    String path = paths.isEmpty() ? "-" : paths.get(0);
    BatchVerifier verifier = verifier();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(InputFile.open(path, console), StandardCharsets.UTF_8))) {
      StringBuilder answers = new StringBuilder();
      for (String each = lines.readLine(); each != null; each = lines.readLine()) {
        if (!each.isBlank()) {
          answers.append(verifier.answer(each)).append('\n');
        }
        // Whoever asks one by one gets the answer before the next question.
        if (!lines.ready() || answers.length() > 1 << 16) {
          console.out().print(answers);
          console.out().flush();
          answers.setLength(0);
        }
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw PolicyFile.unreadable(path, e);
    }
  }

  private BatchVerifier verifier() throws CommandFailure {
    List<MapSpec> maps = new VerifyInput(line, console).maps();
    String word = line.getOptionValue("type", "scalar");
    EngineKind engine = line.hasOption("run") ? EngineKind.INTERPRETER : null;
    engine = line.hasOption("jit") ? EngineKind.JIT : engine;
    if (word.equals("scalar")) {
      GenericPlatform generic = new GenericPlatform(0);
      ProgramType type = generic.programType(word).orElseThrow();
      return new BatchVerifier(word, type, generic, generic.helpers(), maps, engine);
    }
    ModelPlatform model = ModelPlatform.INSTANCE;
    Optional<ProgramType> type = model.programType(word);
    if (type.isEmpty()) {
      List<String> known = model.programTypes().stream().map(ProgramType::section).toList();
      throw CommandFailure.usage(
          "--type: nothing is called `" + word + "`" + Spelling.didYouMean(word, known));
    }
    if (engine != null) {
      throw CommandFailure.usage("only programs of type scalar run outside of a simulation");
    }
    return new BatchVerifier(word, type.get(), model, model.helpers(), maps, null);
  }
}
