package org.gpol.bpf.object;

/**
 * Numbers of ELF64 (System V gABI) and of BPF's supplement to it (LLVM, "ELF-BPF"), which the
 * reader and the writer of objects share. Everything is little endian.
 */
final class ElfFormat {
  /** {@code 0x7f 'E' 'L' 'F'}, read as a little-endian number. */
  static final int MAGIC = 0x464c457f;

  static final int CLASS_64 = 2;
  static final int DATA_LITTLE_ENDIAN = 1;
  static final int DATA_BIG_ENDIAN = 2;
  static final int VERSION = 1;

  /** {@code e_type} of a relocatable object. */
  static final int TYPE_RELOCATABLE = 1;

  static final int MACHINE_BPF = 247;

  static final int HEADER_BYTES = 64;
  static final int SECTION_HEADER_BYTES = 64;
  static final int SYMBOL_BYTES = 24;

  /** An entry of {@code SHT_REL}: offset and info, no addend. */
  static final int REL_BYTES = 16;

  static final int SHT_NULL = 0;
  static final int SHT_PROGBITS = 1;
  static final int SHT_SYMTAB = 2;
  static final int SHT_STRTAB = 3;
  static final int SHT_RELA = 4;
  static final int SHT_NOBITS = 8;
  static final int SHT_REL = 9;

  /** From here on, section indices mean something else. */
  static final int SHN_LORESERVE = 0xff00;

  static final int SHN_UNDEF = 0;
  static final int SHN_ABS = 0xfff1;
  static final int SHN_COMMON = 0xfff2;
  static final int SHN_XINDEX = 0xffff;

  static final long SHF_WRITE = 1;
  static final long SHF_ALLOC = 2;
  static final long SHF_EXECINSTR = 4;
  static final long SHF_MERGE = 0x10;
  static final long SHF_STRINGS = 0x20;
  static final long SHF_INFO_LINK = 0x40;
  static final long SHF_COMPRESSED = 0x800;

  static final int STB_LOCAL = 0;
  static final int STB_GLOBAL = 1;
  static final int STB_WEAK = 2;

  static final int STT_NOTYPE = 0;
  static final int STT_OBJECT = 1;
  static final int STT_FUNC = 2;
  static final int STT_SECTION = 3;
  static final int STT_FILE = 4;

  static final int R_BPF_NONE = 0;

  /** In the two immediates of a wide instruction. */
  static final int R_BPF_64_64 = 1;

  /** A 64-bit word of data. */
  static final int R_BPF_64_ABS64 = 2;

  /** A 32-bit word of data. */
  static final int R_BPF_64_ABS32 = 3;

  /** As {@link #R_BPF_64_ABS32}, which a loader need not resolve: debug information. */
  static final int R_BPF_64_NODYLD32 = 4;

  /** In the immediate of a call. */
  static final int R_BPF_64_32 = 10;

  /** Where local functions live that programs of several sections call. */
  static final String TEXT = ".text";

  static final String LICENSE = "license";
  static final String MAPS = ".maps";
  static final String RODATA = ".rodata";
  static final String DATA = ".data";
  static final String BSS = ".bss";
  static final String BTF = ".BTF";
  static final String BTF_EXT = ".BTF.ext";

  /** The section of types, not of the file, that lists variables and functions of the kernel. */
  static final String KSYMS = ".ksyms";

  private ElfFormat() {}
}
