package dev.braid.notebook;

/// The command line, with [TinyKernelMain] as its kernel.
final class TinyMain {
  private TinyMain() {}

  public static void main(String[] arguments) {
    System.exit(
        Main.commandLine(KernelCommand.ofThisProgram(TinyKernelMain.class.getName()))
            .execute(arguments));
  }
}
