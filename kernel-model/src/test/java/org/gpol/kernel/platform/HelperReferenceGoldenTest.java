package org.gpol.kernel.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.vm.call.HelperReference;
import org.junit.jupiter.api.Test;

/** The reference page says what the helpers say; {@code -Dgolden.update} writes it anew. */
class HelperReferenceGoldenTest {
  private static final Path PAGE = Path.of("..", "docs", "helpers.md");

  @Test
  void page_isWrittenFromTheTable() throws IOException {
    ModelPlatform platform = ModelPlatform.INSTANCE;
    String page = HelperReference.markdown(platform.helpers(), platform);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page);
    }
    assertEquals(page, Files.readString(PAGE), "write it with -Dgolden.update");
  }
}
