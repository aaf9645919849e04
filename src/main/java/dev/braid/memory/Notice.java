package dev.braid.memory;

/// A message that stays in shared memory for any number of readers, until its writer takes it back.
///
/// The writer closes it, or dies; who is reading then goes on reading. It is an envelope in no
/// channel.
public final class Notice implements Held, AutoCloseable {
  private final long block;
  private final long life;
  private final Use use;

  private Notice(long block, long life, Use use) {
    this.block = block;
    this.life = life;
    this.use = use;
  }

  /// Writes one.
  ///
  /// @throws ArenaFullException if there is no memory for it
  public static Notice post(SharedArena arena, Message message) {
    long made = Envelope.make(arena, message);
    BlockName name = new BlockName(made, arena.block().life(made));
    return new Notice(made, name.life(), arena.use(name));
  }

  /// Begins to read one; to close what is returned ends it.
  ///
  /// @throws GoneException if its writer has taken it back
  public static Incoming read(SharedArena arena, Held notice) {
    return Envelope.read(arena, notice);
  }

  @Override
  public long block() {
    return block;
  }

  @Override
  public long life() {
    return life;
  }

  /// Takes it back; twice is fine.
  @Override
  public void close() {
    use.close();
  }
}
