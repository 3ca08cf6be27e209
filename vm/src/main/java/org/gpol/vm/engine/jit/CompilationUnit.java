package org.gpol.vm.engine.jit;

import org.gpol.bpf.GpolBug;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.map.MapRegistry;
import org.gpol.vm.proof.ProgramFacts;

/**
 * A program to compile and what it is compiled against.
 *
 * @param facts what is proved of it
 * @param budget instructions that a run may execute
 */
record CompilationUnit(
    Code code, ProgramFacts facts, HelperTable helpers, MapRegistry maps, long budget) {
  HelperBinding helper(int id) {
    return helpers.find(id).orElseThrow(() -> new GpolBug("helper " + id + " is unbound"));
  }

  HelperSignature signature(int id) {
    return helper(id).signature();
  }

  /** The one array that holds all values of a map, or null if there is none. */
  byte[] valuesOf(int map) {
    MapType type = maps.map(map).spec().type();
    boolean array = type == MapType.ARRAY || type == MapType.PERCPU_ARRAY;
    return array ? maps.values(map).bytes() : null;
  }
}
