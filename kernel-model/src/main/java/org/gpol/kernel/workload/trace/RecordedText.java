package org.gpol.kernel.workload.trace;

import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.Workload;

/** One of the texts that a recording can be. */
interface RecordedText {

  /** The next line that is neither empty nor a comment. */
  void read(String line, SourcePosition position);

  /** What all lines say. */
  Workload workload(String name, SourcePosition end);
}
