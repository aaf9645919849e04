package dev.braid.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `braid install`: makes the kernel known to Jupyter.
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = "Installs the kernelspec, so that Jupyter's clients find the kernel.")
final class InstallCommand implements Callable<Integer> {
  @ArgGroup private @Nullable Place place;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  InstallCommand() {}

  /// Where to; at most one of them.
  static final class Place {
    @Option(names = "--user", description = "For this user (the default).")
    @SuppressWarnings("UnusedVariable") // it is the default, and may be said
    private boolean user;

    @Option(
        names = "--sys-prefix",
        description = "Into the active Python environment (VIRTUAL_ENV or CONDA_PREFIX).")
    private boolean sysPrefix;

    @Option(names = "--prefix", paramLabel = "DIR", description = "Into DIR/share/jupyter/kernels.")
    private @Nullable Path prefix;
  }

  @Override
  public Integer call() throws IOException {
    Checkout checkout = Checkout.current();
    if (!Files.exists(checkout.jar())) {
      throw new IOException(checkout.jar() + " is missing; build it with ./braid build");
    }
    Path kernels = kernels();
    try {
      Kernelspec installed = Kernelspec.install(kernels, checkout);
      spec.commandLine()
          .getOut()
          .printf("Installed the kernel \"%s\" in %s%n", Kernelspec.NAME, installed.folder());
      return 0;
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException(
          "can't write the kernelspec (%s); choose a place that you may write with --prefix"
              .formatted(e),
          e);
    }
  }

  private Path kernels() throws IOException {
    Place chosen = place;
    if (chosen != null && chosen.prefix != null) {
      return JupyterPaths.kernelsUnder(chosen.prefix);
    }
    if (chosen != null && chosen.sysPrefix) {
      String prefix = System.getenv("VIRTUAL_ENV");
      prefix = prefix == null ? System.getenv("CONDA_PREFIX") : prefix;
      if (prefix == null) {
        throw new IOException(
            "no Python environment is active (VIRTUAL_ENV and CONDA_PREFIX are not set);"
                + " activate one, or name its directory with --prefix");
      }
      return JupyterPaths.kernelsUnder(Path.of(prefix));
    }
    return JupyterPaths.current().userKernels();
  }
}
