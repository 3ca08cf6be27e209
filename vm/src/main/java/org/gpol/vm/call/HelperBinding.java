package org.gpol.vm.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.HelperDoc;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.platform.ReturnKind;

/**
 * A helper: what the verifier demands of its callers, what its users read of it, and what it does.
 *
 * @param doc {@link HelperDoc#NONE} where nobody reads of it
 * @param implementation what it does
 */
public record HelperBinding(
    HelperSignature signature, HelperDoc doc, Implementation implementation) {
  /** The number of {@code bpf_tail_call}, which engines follow themselves. */
  public static final int TAIL_CALL = 12;

  /**
   * Functions of the kernel that programs call by name ({@code extern … __ksym}) have numbers from
   * here on. The numbers mean nothing outside the machine: objects know the names only.
   */
  public static final int FIRST_KFUNC = 1 << 20;

  /** What a helper does; the result goes to R0. */
  @FunctionalInterface
  public interface Implementation {
    long call(HelperCall call);
  }

  /** A helper of which nothing is written. */
  public HelperBinding(HelperSignature signature, Implementation implementation) {
    this(signature, HelperDoc.NONE, implementation);
  }

  /** True if programs call it by its name instead of its number. */
  public boolean isKfunc() {
    return signature.id() >= FIRST_KFUNC;
  }

  /**
   * Begins to describe the helper numbered {@code id}. Its name is that of the function in {@code
   * prototype}, without {@code bpf_}.
   */
  public static Builder of(int id, String prototype) {
    return new Builder(id, prototype);
  }

  /** A helper while it is described. */
  public static final class Builder {
    private final int id;
    private final String prototype;
    private final List<HelperDoc.Failure> errors = new ArrayList<>();
    private List<ArgKind> args = List.of();
    private Set<MapType> maps = Set.of();
    private CallbackKind callback = CallbackKind.NONE;
    private ReturnKind returns;
    private String summary = "";
    private String result = "";
    private String since = "";

    private Builder(int id, String prototype) {
      this.id = id;
      this.prototype = prototype;
    }

    /** What it demands of its arguments. */
    public Builder takes(ArgKind... kinds) {
      args = List.of(kinds);
      return this;
    }

    /** The types that its map may have. */
    public Builder onMaps(Set<MapType> types) {
      maps = types;
      return this;
    }

    /** How it calls back the function that it takes. */
    public Builder callsBack(CallbackKind kind) {
      callback = kind;
      return this;
    }

    /** What it leaves in R0, for the verifier and, unless that is nothing, for users. */
    public Builder returns(ReturnKind kind, String meaning) {
      returns = kind;
      result = meaning;
      return this;
    }

    /** What it does, in one paragraph. */
    public Builder summary(String text) {
      summary = text;
      return this;
    }

    /** When it returns the error {@code name}. */
    public Builder fails(String name, String when) {
      errors.add(new HelperDoc.Failure(name, when));
      return this;
    }

    /** The Linux version that has it from. */
    public Builder since(String version) {
      since = version;
      return this;
    }

    /** The helper, which does {@code implementation}. */
    public HelperBinding does(Implementation implementation) {
      HelperDoc doc = new HelperDoc(prototype, summary, result, errors, since);
      String function = doc.function();
      if (!function.startsWith("bpf_") || returns == null) {
        throw new IllegalArgumentException("half a description of " + prototype);
      }
      String name = function.substring("bpf_".length());
      return new HelperBinding(
          new HelperSignature(id, name, args, returns, maps, callback), doc, implementation);
    }
  }
}
