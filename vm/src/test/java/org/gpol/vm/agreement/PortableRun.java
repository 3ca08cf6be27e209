package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.gpol.vm.map.UserMap;
import org.gpol.vm.verifier.Fixture;

/** Portable programs on an engine of ours. */
final class PortableRun {
  private static final HexFormat HEX = HexFormat.of();

  private PortableRun() {}

  /**
   * What a program does on maps that are empty at the start: after each run, the value that the run
   * began with as the trial's context says, and the array with the result; in the end, with the
   * number of the map, what queue and stack hold and the elements of the hash map, sorted. Null if
   * {@code maker} makes no engine.
   */
  static String answer(Trial trial, Side.Maker maker) {
    Side side = new Side(trial);
    if (!side.prepare(maker)) {
      return null;
    }
    UserMap hash = side.maps.map(Fixture.HASH).user();
    byte[] key = new byte[8];
    while (hash.nextKey(null, key) == 0) {
      int unused = hash.delete(key);
    }
    List<String> words = new ArrayList<>();
    byte[] data = side.maps.values(Fixture.DATA).bytes();
    byte[] array = side.maps.values(Setting.ARRAY).bytes();
    for (int run = 0; run < trial.contexts().size(); run++) {
      System.arraycopy(trial.contexts().get(run), 0, data, 0, data.length);
      End end = side.run(new byte[Setting.CONTEXT_BYTES], run);
      words.add(end.failed() ? end.toString() : HEX.formatHex(data) + HEX.formatHex(array));
    }
    for (int map : new int[] {Fixture.QUEUE, Setting.STACK}) {
      UserMap line = side.maps.map(map).user();
      byte[] value = new byte[line.valueSize()];
      while (line.lookupAndDelete(null, value) == 0) {
        words.add(map + ":" + HEX.formatHex(value));
      }
    }
    words.addAll(elements(hash));
    return String.join(" ", words);
  }

  private static List<String> elements(UserMap hash) {
    List<String> elements = new ArrayList<>();
    byte[] key = new byte[8];
    byte[] value = new byte[hash.valueSize()];
    for (byte[] last = null; hash.nextKey(last, key) == 0; last = key.clone()) {
      int unused = hash.lookup(key, value, 0);
      elements.add(Fixture.HASH + ":" + HEX.formatHex(key) + HEX.formatHex(value));
    }
    return elements.stream().sorted().toList();
  }
}
