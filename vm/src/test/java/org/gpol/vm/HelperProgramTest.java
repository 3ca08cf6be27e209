package org.gpol.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.KernelVariable;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.Platform;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.bpf.text.Assembler;
import org.gpol.bpf.text.AssemblyException;
import org.gpol.vm.call.Environment;
import org.gpol.vm.call.GenericHelpers;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.call.TaskStruct;
import org.gpol.vm.map.RingBufferReader;
import org.junit.jupiter.api.Test;

/** Helpers as programs call them: what the verifier accepts runs and gives what it should. */
class HelperProgramTest implements Environment, Platform {
  private static final HelperTable HELPERS = GenericHelpers.table();

  private static final ProgramType TYPE =
      new ProgramType("TEST", "test", new ContextLayout("test_ctx", 8, List.of()));

  private static final List<MapSpec> MAPS =
      List.of(
          MapSpec.array(".rodata", 64, 1),
          MapSpec.array("data", 64, 1),
          new MapSpec("ring", MapType.RINGBUF, 0, 0, 4096, null),
          MapSpec.array("timers", 24, 2)
              .withFields(List.of(new MapField(MapField.Kind.TIMER, 0, ""))),
          MapSpec.array("kptrs", 16, 1)
              .withFields(List.of(new MapField(MapField.Kind.KPTR, 0, TaskStruct.NAME))),
          MapSpec.hash("locked", 8, 16, 4)
              .withFields(List.of(new MapField(MapField.Kind.SPIN_LOCK, 0, ""))),
          new MapSpec("storage", MapType.TASK_STORAGE, 4, 8, 0, 1, 0, null, List.of(), 0, 0),
          MapSpec.array("numbers", 8, 5));

  private static final Map<String, Integer> MAP_NAMES = new TreeMap<>();

  static {
    for (int i = 0; i < MAPS.size(); i++) {
      MAP_NAMES.put(MAPS.get(i).name().replace(".", ""), i);
    }
  }

  private long nowNs = 1000;
  private final List<String> printed = new ArrayList<>();
  private LoadedObject loaded;

  private static byte[] rodata() {
    String text = "%s is %d\0\0\0\0\0\0\0\0" + "gpol\0\0\0\0" + " 0x2a;\0\0";
    return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 64);
  }

  private long run(String text) {
    load(text);
    return loaded.programs().get(0).run(new byte[8], this);
  }

  private void load(String text) {
    Map<String, Integer> names = new TreeMap<>();
    HELPERS.bindings().forEach(h -> names.put("bpf_" + h.signature().name(), h.signature().id()));
    try {
      Code code = Assembler.assemble("p.s", text, new Assembler.Names(names, MAP_NAMES));
      BpfObject object =
          new BpfObject(
              "test",
              "GPL",
              List.of(new Program("test", "test", code)),
              MAPS,
              List.of(new DataSection(0, rodata(), true)),
              List.of(),
              List.of(),
              Set.of());
      loaded = Loader.load(object, this, HELPERS, LoadOptions.forCpus(2));
    } catch (AssemblyException | LoadException | VerifierRejection e) {
      throw new AssertionError(e);
    }
  }

  private byte[] value(String map, int key, int size) {
    byte[] value = new byte[size];
    byte[] index = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array();
    assertEquals(0, loaded.map(map).orElseThrow().user().lookup(index, value, 0));
    return value;
  }

  @Test
  void everyHelper_isKnownToTheVerifier() {
    for (HelperBinding helper : HELPERS.bindings()) {
      assertEquals(helper.signature(), helper(TYPE, helper.signature().id()).orElseThrow());
    }
  }

  @Test
  void snprintf_writesToTheStack() {
    long result =
        run(
            """
            r1 = &rodata+16 ll
            *(u64 *)(r10 - 16) = r1
            *(u64 *)(r10 - 8) = 42
            r1 = &data ll
            r2 = 64
            r3 = &rodata ll
            r4 = r10
            r4 += -16
            r5 = 16
            call bpf_snprintf
            exit
            """);

    assertEquals(11, result);
    String text = new String(value("data", 0, 64), StandardCharsets.US_ASCII);
    assertEquals("gpol is 42\0", text.substring(0, 11));
  }

  @Test
  void strtol_readsFromText_andStrncmpCompares() {
    long result =
        run(
            """
            r1 = &rodata+24 ll
            r2 = 8
            r3 = 0
            r4 = r10
            r4 += -8
            call bpf_strtol
            r6 = r0
            r1 = &rodata+16 ll
            r2 = 8
            r3 = &rodata+16 ll
            call bpf_strncmp
            r6 += r0
            r0 = *(u64 *)(r10 - 8)
            r0 *= 100
            r0 += r6
            exit
            """);

    assertEquals(4205, result);
  }

  @Test
  void ringbuf_recordsReachTheReader() {
    long result =
        run(
            """
            r1 = ring ll
            r2 = 8
            r3 = 0
            call bpf_ringbuf_reserve
            if r0 == 0 goto out
            *(u64 *)(r0 + 0) = 7
            r1 = r0
            r2 = 0
            call bpf_ringbuf_submit
            r1 = ring ll
            r2 = 12
            r3 = 0
            r4 = r10
            r4 += -16
            call bpf_ringbuf_reserve_dynptr
            r1 = r10
            r1 += -16
            r2 = 4
            r3 = 8
            call bpf_dynptr_data
            if r0 == 0 goto discard
            *(u64 *)(r0 + 0) = 9
            discard:
            r1 = r10
            r1 += -16
            r2 = 0
            call bpf_ringbuf_submit_dynptr
            out:
            r1 = ring ll
            r2 = 3
            call bpf_ringbuf_query
            exit
            """);

    assertEquals(16 + 24, result);
    assertTrue(loaded.programs().get(0).observedTime());
    List<Byte> records = new ArrayList<>();
    RingBufferReader reader = new RingBufferReader(loaded.map("ring").orElseThrow());
    assertEquals(
        2, reader.poll((bytes, offset, length) -> records.add(bytes[offset + length - 8])));
    assertEquals(List.of((byte) 7, (byte) 9), records);
  }

  @Test
  void loop_addsUp() {
    long result =
        run(
            """
            *(u64 *)(r10 - 8) = 0
            r1 = 10
            r2 = &add ll
            r3 = r10
            r3 += -8
            r4 = 0
            call bpf_loop
            r0 = *(u64 *)(r10 - 8)
            exit
            add:
            r3 = *(u64 *)(r2 + 0)
            r3 += r1
            *(u64 *)(r2 + 0) = r3
            r0 = 0
            exit
            """);

    assertEquals(45, result);
  }

  @Test
  void forEach_sumsTheKeysOfAnArray() {
    long result =
        run(
            """
            *(u64 *)(r10 - 8) = 0
            r1 = numbers ll
            r2 = &add ll
            r3 = r10
            r3 += -8
            r4 = 0
            call bpf_for_each_map_elem
            r1 = *(u64 *)(r10 - 8)
            r0 *= 100
            r0 += r1
            exit
            add:
            r1 = *(u32 *)(r2 + 0)
            r3 = *(u64 *)(r4 + 0)
            r3 += r1
            *(u64 *)(r4 + 0) = r3
            r0 = 0
            exit
            """);

    assertEquals(510, result);
  }

  @Test
  void currentTask_isReadInPlace_andByItsAddress() {
    long result =
        run(
            """
            call bpf_get_current_task_btf
            r6 = *(u32 *)(r0 + 4)
            call bpf_get_current_task
            r3 = r0
            r1 = r10
            r1 += -8
            r2 = 4
            call bpf_probe_read_kernel
            r0 = *(u32 *)(r10 - 8)
            r0 *= 1000
            r0 += r6
            exit
            """);

    assertEquals(7_107, result);
  }

  @Test
  void taskStorage_keepsAValueUntilTheTaskIsGone() {
    String text =
        """
        call bpf_get_current_task_btf
        r1 = storage ll
        r2 = r0
        r3 = 0
        r4 = 1
        call bpf_task_storage_get
        if r0 == 0 goto out
        r1 = *(u64 *)(r0 + 0)
        r1 += 1
        *(u64 *)(r0 + 0) = r1
        r0 = r1
        out:
        exit
        """;

    assertEquals(1, run(text));
    assertEquals(2, loaded.programs().get(0).run(new byte[8], this));
    loaded.taskExited(7);
    assertEquals(1, loaded.programs().get(0).run(new byte[8], this));
  }

  @Test
  void kptr_holdsATaskFromRunToRun() {
    String text =
        """
        r1 = 7
        call bpf_task_from_pid
        if r0 == 0 goto none
        r2 = r0
        r1 = &kptrs ll
        call bpf_kptr_xchg
        if r0 == 0 goto none
        r6 = *(u32 *)(r0 + 0)
        r1 = r0
        call bpf_task_release
        r0 = r6
        exit
        none:
        r0 = -1
        exit
        """;

    assertEquals(-1, run(text), "nothing was held");
    assertEquals(7, loaded.programs().get(0).run(new byte[8], this));
  }

  @Test
  void variables_areReadInPlaceOrForACpu() {
    long result =
        run(
            """
            r1 = &var#0 ll
            r6 = *(u32 *)(r1 + 0)
            r1 = &var#1 ll
            call bpf_this_cpu_ptr
            r7 = *(u32 *)(r0 + 0)
            r1 = &var#1 ll
            r2 = 0
            call bpf_per_cpu_ptr
            if r0 == 0 goto out
            r0 = *(u32 *)(r0 + 0)
            r0 *= 100
            r6 *= 10
            r0 += r6
            r0 += r7
            out:
            exit
            """);

    assertEquals(21, result, "CPU 0's number, 2 CPUs, on CPU 1");
  }

  @Test
  void spinLock_guardsAValue() {
    long result =
        run(
            """
            *(u64 *)(r10 - 8) = 3
            *(u64 *)(r10 - 24) = 0
            *(u64 *)(r10 - 16) = 5
            r1 = locked ll
            r2 = r10
            r2 += -8
            r3 = r10
            r3 += -24
            r4 = 0
            call bpf_map_update_elem
            r1 = locked ll
            r2 = r10
            r2 += -8
            call bpf_map_lookup_elem
            if r0 == 0 goto out
            r6 = r0
            r1 = r0
            call bpf_spin_lock
            r7 = *(u64 *)(r6 + 8)
            r1 = r6
            call bpf_spin_unlock
            r0 = r7
            out:
            exit
            """);

    assertEquals(5, result);
  }

  @Test
  void timer_callsItsFunctionWithItsElement() {
    load(
        """
        *(u32 *)(r10 - 4) = 1
        r1 = timers ll
        r2 = r10
        r2 += -4
        call bpf_map_lookup_elem
        if r0 == 0 goto out
        r6 = r0
        r1 = r6
        r2 = timers ll
        r3 = 1
        call bpf_timer_init
        r1 = r6
        r2 = &fire ll
        call bpf_timer_set_callback
        r1 = r6
        r2 = 500
        r3 = 0
        call bpf_timer_start
        out:
        r0 = 0
        exit
        fire:
        r4 = *(u32 *)(r2 + 0)
        r4 += 40
        *(u64 *)(r3 + 16) = r4
        r1 = r3
        call bpf_timer_cancel
        r0 = 0
        exit
        """);
    long unused = loaded.programs().get(0).run(new byte[8], this);

    assertEquals(Long.MAX_VALUE, loaded.nextTimerNs(0));
    assertEquals(1500, loaded.nextTimerNs(1));
    nowNs = 1500;
    assertEquals(7, loaded.runTimer(1, this));
    assertEquals(41, value("timers", 1, 24)[16]);
    assertEquals(Long.MAX_VALUE, loaded.nextTimerNs(1));
  }

  @Test
  void vprintk_printsALine() {
    assertEquals(
        0,
        run(
            """
            r1 = &rodata+16 ll
            *(u64 *)(r10 - 16) = r1
            *(u64 *)(r10 - 8) = 3
            r1 = &rodata ll
            r2 = 16
            r3 = r10
            r3 += -16
            r4 = 16
            call bpf_trace_vprintk
            r0 = 0
            exit
            """));

    assertEquals(List.of("gpol is 3"), printed);
  }

  @Test
  void verifier_refusesAReservationThatIsNotGivenBack() {
    AssertionError refused =
        assertThrows(
            AssertionError.class,
            () ->
                load(
                    """
                    r1 = ring ll
                    r2 = 8
                    r3 = 0
                    call bpf_ringbuf_reserve
                    r0 = 0
                    exit
                    """));
    assertTrue(refused.getCause() instanceof VerifierRejection, refused.toString());
  }

  @Override
  public List<ProgramType> programTypes() {
    return List.of(TYPE);
  }

  @Override
  public Optional<HelperSignature> helper(ProgramType type, int id) {
    return HELPERS.signature(id);
  }

  @Override
  public List<KernelVariable> variables() {
    return HELPERS.declaredVariables();
  }

  @Override
  public int objectBytes(String typeName) {
    return typeName.equals(TaskStruct.NAME) ? TaskStruct.BYTES : 0;
  }

  @Override
  public long ktimeNs() {
    return nowNs;
  }

  @Override
  public int currentCpu() {
    return 1;
  }

  @Override
  public int randomU32() {
    return 4;
  }

  @Override
  public void tracePrintk(String line) {
    printed.add(line);
  }

  @Override
  public long currentTask() {
    return 7;
  }

  @Override
  public int pid(long task) {
    return (int) task;
  }

  @Override
  public int tgid(long task) {
    return (int) task + 100;
  }

  @Override
  public String comm(long task) {
    return "task" + task;
  }

  @Override
  public long taskByPid(int pid) {
    return pid == 7 ? 7 : NO_TASK;
  }
}
