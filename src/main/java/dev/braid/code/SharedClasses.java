package dev.braid.code;

import dev.braid.memory.ClassBlocks;
import dev.braid.memory.SharedArena;
import java.util.Map;
import java.util.Optional;

/// The classes of the session that this process belongs to, in its shared memory.
final class SharedClasses implements ClassStore {
  /// Made when first needed: before that there may be no session.
  private static final class Holder {
    private static final ClassBlocks BLOCKS = new ClassBlocks(SharedArena.current());
  }

  @Override
  public void publish(Map<String, byte[]> classes) {
    if (!classes.isEmpty()) {
      Holder.BLOCKS.publish(classes);
    }
  }

  @Override
  public Optional<byte[]> find(String binaryName) {
    return Holder.BLOCKS.find(binaryName);
  }
}
