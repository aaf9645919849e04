package dev.braid.os;

class PortableTest extends OperatingSystemContract {
  private final OperatingSystem os = new Portable();

  @Override
  OperatingSystem os() {
    return os;
  }

  @Override
  String name() {
    return "portable";
  }
}
