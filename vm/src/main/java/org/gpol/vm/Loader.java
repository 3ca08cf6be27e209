package org.gpol.vm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.object.UnknownVariableException;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.object.VariablePath;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.call.VariableBinding;
import org.gpol.vm.engine.FunctionAddresses;
import org.gpol.vm.engine.Linkage;
import org.gpol.vm.engine.ProgramTable;
import org.gpol.vm.map.MapCreationException;
import org.gpol.vm.proof.ProgramFacts;
import org.gpol.vm.verifier.VerificationResult;
import org.gpol.vm.verifier.Verifier;
import org.gpol.vm.verifier.VerifierInput;

/**
 * Turns an object into something that runs: maps, parameters, verification, engine, in that order.
 */
public final class Loader {
  private final BpfObject object;
  private final Platform platform;
  private final HelperTable helpers;
  private final LoadOptions options;
  private final Machine machine;
  private final ProgramTable table = new ProgramTable();
  private final Map<Integer, byte[]> content = new TreeMap<>();
  private final Set<Integer> readOnly = new HashSet<>();
  private final List<Long> variables = new ArrayList<>();

  private Loader(BpfObject object, Platform platform, HelperTable helpers, LoadOptions options) {
    this.object = object;
    this.platform = platform;
    this.helpers = helpers;
    this.options = options;
    this.machine = new Machine(options.nrCpus());
  }

  /**
   * Loads an object.
   *
   * @param platform what the programs may use
   * @param helpers implementations of all helpers of the platform
   * @throws LoadException if the options do not fit the object
   * @throws VerifierRejection if the verifier refuses a program
   */
  public static LoadedObject load(
      BpfObject object, Platform platform, HelperTable helpers, LoadOptions options)
      throws LoadException, VerifierRejection {
    return new Loader(object, platform, helpers, options).load();
  }

  /**
   * What {@link #load} would hand to the verifier, program by program, with nothing created and
   * nothing refused yet.
   *
   * @throws LoadException if the options do not fit the object
   */
  public static List<UnverifiedProgram> unverified(
      BpfObject object, Platform platform, HelperTable helpers, LoadOptions options)
      throws LoadException {
    Loader loader = new Loader(object, platform, helpers, options);
    loader.prepareData();
    loader.setVariables();
    List<UnverifiedProgram> programs = new ArrayList<>();
    for (Program program : object.programs()) {
      Program resolved = Externs.resolve(program, object.btf(), platform, helpers);
      programs.add(
          new UnverifiedProgram(
              resolved,
              loader.input(resolved, loader.type(resolved)),
              object.variables(),
              object.btf()));
    }
    return programs;
  }

  private LoadedObject load() throws LoadException, VerifierRejection {
    prepareData();
    setVariables();
    createMaps();
    createVariables();
    List<LoadedProgram> programs = new ArrayList<>();
    for (Program program : object.programs()) {
      programs.add(prepare(Externs.resolve(program, object.btf(), platform, helpers)));
    }
    return new LoadedObject(object, machine, programs);
  }

  private void prepareData() {
    for (DataSection section : object.data()) {
      content.put(section.map(), section.bytes());
      if (section.readOnly()) {
        readOnly.add(section.map());
      }
    }
  }

  private void setVariables() throws LoadException {
    for (Variable variable : object.variables()) {
      if (variable.name().equals(BpfObject.NR_CPUS) && variable.bytes() == Integer.BYTES) {
        write(variable, options.nrCpus());
      }
      List<Integer> table = options.tables().get(variable.name());
      if (table != null && readOnly.contains(variable.map())) {
        fill(variable, table);
      }
    }
    for (Map.Entry<String, Long> set : new TreeMap<>(options.variables()).entrySet()) {
      try {
        Variable variable = VariablePath.find(object, set.getKey());
        write(variable, inRange(variable, set.getValue()));
      } catch (UnknownVariableException e) {
        throw new LoadException(e.getMessage());
      }
    }
  }

  private static long inRange(Variable variable, long value) throws LoadException {
    if (!variable.allows(value)) {
      throw new LoadException(
          "parameter `"
              + variable.name()
              + "` must be between "
              + variable.text(variable.min())
              + " and "
              + variable.text(variable.max())
              + ", not "
              + variable.text(value));
    }
    return value;
  }

  private void fill(Variable variable, List<Integer> table) {
    ByteBuffer section =
        ByteBuffer.wrap(content.get(variable.map())).order(ByteOrder.LITTLE_ENDIAN);
    int elements = Math.min(table.size(), variable.bytes() / Integer.BYTES);
    for (int i = 0; i < elements; i++) {
      section.putInt(variable.offset() + i * Integer.BYTES, table.get(i));
    }
  }

  private void write(Variable variable, long value) {
    ByteBuffer section =
        ByteBuffer.wrap(content.get(variable.map())).order(ByteOrder.LITTLE_ENDIAN);
    switch (variable.bytes()) {
      case 1 -> section.put(variable.offset(), (byte) value);
      case 2 -> section.putShort(variable.offset(), (short) value);
      case 4 -> section.putInt(variable.offset(), (int) value);
      default -> section.putLong(variable.offset(), value);
    }
  }

  private void createMaps() throws LoadException {
    try {
      for (int i = 0; i < object.maps().size(); i++) {
        machine.maps().add(object.maps().get(i), readOnly.contains(i));
      }
      machine.maps().setEntries(object.entries());
    } catch (MapCreationException e) {
      throw new LoadException(e.getMessage());
    }
    content.forEach(
        (map, bytes) ->
            System.arraycopy(bytes, 0, machine.maps().values(map).bytes(), 0, bytes.length));
  }

  /** Creates the variables of the platform, of which each must have a value. */
  private void createVariables() {
    for (KernelVariable variable : platform.variables()) {
      VariableBinding binding =
          helpers.variables().stream()
              .filter(candidate -> candidate.variable().equals(variable))
              .findFirst()
              .orElseThrow(() -> new GpolBug("variable " + variable.name() + " has no value"));
      variables.add(machine.helpers().addVariable(binding, options.nrCpus()));
    }
  }

  private LoadedProgram prepare(Program program) throws LoadException, VerifierRejection {
    ProgramType type = type(program);
    VerifierInput input = input(program, type);
    VerificationResult verdict = Verifier.verify(input);
    if (verdict.rejection().isPresent()) {
      throw new VerifierRejection(
          program.name(), verdict.rejection().get(), input, object.variables(), object.btf());
    }
    FunctionAddresses functions =
        FunctionAddresses.assign(machine.memory(), program.name(), program.code());
    Linkage linkage = new Linkage(helpers, machine.maps(), functions, table, variables);
    ProgramFacts facts =
        options.paranoid() ? ProgramFacts.none(program.code().size()) : verdict.facts();
    ProgramEngine engine =
        new ProgramEngine(
            program.code(), facts, linkage, options.instructionBudget(), options.engine());
    return new LoadedProgram(program, type, verdict, machine, engine);
  }

  private ProgramType type(Program program) throws LoadException {
    return platform
        .programType(program.section())
        .orElseThrow(
            () ->
                new LoadException(
                    "program `"
                        + program.name()
                        + "` is in section `"
                        + program.section()
                        + "`, where nothing attaches"));
  }

  private VerifierInput input(Program program, ProgramType type) {
    Map<Integer, byte[]> frozen = new TreeMap<>(content);
    frozen.keySet().retainAll(readOnly);
    return new VerifierInput(program.code(), type, platform, object.maps(), frozen);
  }
}
