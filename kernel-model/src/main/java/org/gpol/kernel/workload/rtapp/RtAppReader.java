package org.gpol.kernel.workload.rtapp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/** Reads workloads in the JSON format of rt-app. */
public final class RtAppReader {

  /** The largest file that is read, in bytes. */
  public static final int MAX_FILE_BYTES = 16 << 20;

  private static final List<String> ROOT_KEYS = List.of("tasks", "global", "resources", "faults");

  private RtAppReader() {}

  /**
   * Reads a file.
   *
   * @throws IOException if the file cannot be read
   * @throws WorkloadException if what it says cannot be used
   */
  public static Workload read(Path path) throws IOException {
    String file = path.toString();
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
    }
    SourcePosition start = new SourcePosition(file, 1, 1);
    if (bytes.length > MAX_FILE_BYTES) {
      throw new WorkloadException(
          start, "the file is larger than " + MAX_FILE_BYTES + " bytes", "use `instance`");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new WorkloadException(start, "the file is not UTF-8 text", "");
    }
  }

  /**
   * Reads text.
   *
   * @param file what to call it in messages; the workload's name is its last part without {@code
   *     .json}
   * @throws WorkloadException if what it says cannot be used
   */
  public static Workload parse(String file, String text) {
    Json root = JsonTreeReader.read(file, text);
    Members members = Members.settings(Values.object("a workload", root), ROOT_KEYS);
    GlobalSection global =
        members.has("global")
            ? GlobalSection.parse(members.value("global"))
            : GlobalSection.DEFAULTS;
    Resources resources = new Resources();
    List<TaskParser.Parsed> parsed = new ArrayList<>();
    for (Json.Member task : tasks(members)) {
      parsed.add(TaskParser.parse(global, resources, task));
    }
    Population all = Population.of(parsed, resources);
    Workload workload = workload(file, global, resources, all);
    return members.has("faults")
        ? workload.withFaults(FaultParser.parse(members.value("faults"), all.specs()))
        : workload;
  }

  private static Workload workload(
      String file, GlobalSection global, Resources resources, Population all) {
    return new Workload(
        nameOf(file),
        global.durationNs(),
        all.specs(),
        waker ->
            behaviours(
                new World(waker, resources, all.barrierParticipants(), all.unforked()),
                all.specs(),
                all.programs()));
  }

  private static List<Json.Member> tasks(Members members) {
    Json.Obj tasks = Values.object("`tasks`", members.required("tasks"));
    if (tasks.members().isEmpty()) {
      throw new WorkloadException(tasks.at(), "`tasks` is empty", "describe at least one task");
    }
    return tasks.members();
  }

  private static List<TaskBehaviour> behaviours(
      World world, List<TaskSpec> specs, List<Program> programs) {
    List<TaskBehaviour> behaviours = new ArrayList<>(specs.size());
    for (int i = 0; i < specs.size(); i++) {
      behaviours.add(new RtAppTask(world, programs.get(i), specs.get(i), i));
    }
    return behaviours;
  }

  private static String nameOf(String file) {
    String last = file.substring(file.lastIndexOf('/') + 1);
    return last.endsWith(".json") && last.length() > 5
        ? last.substring(0, last.length() - 5)
        : last;
  }
}
