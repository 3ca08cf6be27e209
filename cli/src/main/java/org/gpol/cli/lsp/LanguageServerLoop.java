package org.gpol.cli.lsp;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;

/** Serves one editor until it goes. */
public final class LanguageServerLoop {
  private LanguageServerLoop() {}

  /**
   * Serves the editor at the other end of the streams until it says {@code exit} or closes them.
   *
   * @return whether it said {@code shutdown} before
   */
  public static boolean serve(InputStream in, OutputStream out) {
    GpolLanguageServer server = new GpolLanguageServer();
    Launcher<LanguageClient> launcher = LSPLauncher.createServerLauncher(server, in, out);
    server.connect(launcher.getRemoteProxy());
    try {
      launcher.startListening().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the connection to the editor failed", e);
    }
    return server.isShutDown();
  }
}
