package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource({"magic,0", "version,4", "audience,8"})
  void sessionHeader(String field, long offset) {
    assertThat(SessionHeader.offset(field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({"NOBODY,0", "TERMINAL,1", "NOTEBOOK,2"})
  void audiences(Audience audience, int code) {
    assertThat(audience.code()).isEqualTo(code);
    assertThat(Audience.ofCode(code)).isEqualTo(audience);
  }

  @ParameterizedTest
  @CsvSource({
    "status,0",
    "claim,8",
    "pid,16",
    "started,24",
    "exitCode,32",
    "ended,36",
    "parent,40",
    "cell,48",
    "nameLength,56",
    "name,60"
  })
  void processTable(String field, long offset) {
    assertThat(ProcessTable.offset(field)).isEqualTo(offset);
    assertThat(ProcessTable.LAYOUT.byteSize()).isEqualTo(128);
    assertThat(ArenaLayout.PROCESSES + ProcessTable.SIZE).isLessThanOrEqualTo(ArenaLayout.CELLS);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,8", "16383,131064", "16384,0", "4294967297,8"})
  void cellCounts(long cell, long offset) {
    assertThat(CellCounts.offset(cell)).isEqualTo(offset);
    assertThat(ArenaLayout.CELLS + CellCounts.SIZE).isLessThanOrEqualTo(ArenaLayout.LOG);
  }

  @ParameterizedTest
  @CsvSource({
    "lock,0",
    "life,128",
    "used,136",
    "blocks,144",
    "epoch,152",
    "code,160",
    "suspects,256",
    "suspectBytes,264",
    "free,384"
  })
  void heapHeader(String field, long offset) {
    assertThat(HeapHeader.offset(field)).isEqualTo(offset);
    assertThat(HeapHeader.LAYOUT.byteSize()).isLessThanOrEqualTo(ArenaLayout.HEAP_SIZE);
  }

  @ParameterizedTest
  @CsvSource({"tag,0", "life,8", "size,16", "mark,24", "lost,28", "refs,32", "holders,64"})
  void blockHeader(String field, long offset) {
    assertThat(BlockHeader.offset(field)).isEqualTo(offset);
    assertThat(BlockHeader.SIZE).isEqualTo(192);
  }

  @ParameterizedTest
  @CsvSource({
    "putLock,0",
    "puts,8",
    "putBytes,16",
    "getLock,128",
    "gets,136",
    "gotBytes,144",
    "tail,256",
    "head,384",
    "getters,512",
    "putters,640",
    "limit,768",
    "byteLimit,776",
    "noProducer,784",
    "noConsumer,788",
    "segments,1024"
  })
  void channel(String field, long offset) {
    assertThat(ChannelLayout.offset(field)).isEqualTo(offset);
    assertThat(ChannelLayout.LAYOUT.byteSize()).isEqualTo(2048);
  }

  @ParameterizedTest
  @CsvSource({"rings,0", "waiting,128"})
  void bell(String field, long offset) {
    assertThat(BellLayout.offset(field)).isEqualTo(offset);
    assertThat(BellLayout.LAYOUT.byteSize()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({"carrier,0", "count,8", "length,16", "held,24"})
  void envelope(String field, long offset) {
    assertThat(EnvelopeLayout.offset(field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({"lock,0", "taker,4", "unassigned,8", "progress,128", "waiting,256", "taken,384"})
  void taskCount(String field, long offset) {
    assertThat(TaskCountLayout.offset(field)).isEqualTo(offset);
    assertThat(TaskCountLayout.LAYOUT.byteSize()).isEqualTo(384 + 8 * ProcessTable.SLOTS);
  }

  @ParameterizedTest
  @CsvSource({"users,0", "guest,128", "maker,132", "closed,136", "opened,140", "named,144"})
  void endpoint(String field, long offset) {
    assertThat(EndpointLayout.offset(field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({"state,0", "nameLength,4", "thread,8", "since,16", "note,24", "noted,32", "name,40"})
  void waiter(String field, long offset) {
    assertThat(WaiterLayout.offset(field)).isEqualTo(offset);
    assertThat(WaiterLayout.SIZE).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource({
    "word,0",
    "flags,4",
    "holder,8",
    "acquired,16",
    "depth,24",
    "names,64",
    "waiters,448"
  })
  void lock(String field, long offset) {
    assertThat(LockLayout.offset(field)).isEqualTo(offset);
    assertThat(LockLayout.LAYOUT.byteSize()).isEqualTo(1728);
  }

  @ParameterizedTest
  @CsvSource({"tickets,0", "most,8", "waiters,64"})
  void condition(String field, long offset) {
    assertThat(ConditionLayout.offset(field)).isEqualTo(offset);
    assertThat(BlockHeader.SIZE + ConditionLayout.LAYOUT.byteSize()).isLessThanOrEqualTo(64 << 10);
  }

  @ParameterizedTest
  @CsvSource({"word,0", "waiting,4", "waiters,16"})
  void event(String field, long offset) {
    assertThat(EventLayout.offset(field)).isEqualTo(offset);
    assertThat(EventLayout.LAYOUT.byteSize()).isEqualTo(1296);
  }

  @ParameterizedTest
  @CsvSource({
    "lock,0",
    "sleepers,4",
    "value,8",
    "initial,12",
    "bounded,16",
    "died,20",
    "settled,24",
    "pending,32",
    "settling,40",
    "taken,64",
    "waiters,8256"
  })
  void semaphore(String field, long offset) {
    assertThat(SemaphoreLayout.offset(field)).isEqualTo(offset);
    assertThat(SemaphoreLayout.LAYOUT.byteSize()).isEqualTo(9536);
  }

  @ParameterizedTest
  @CsvSource({
    "lock,0",
    "phase,4",
    "parties,8",
    "reason,12",
    "culprit,16",
    "left,20",
    "timeout,24",
    "roomWanted,32"
  })
  void barrier(String field, long offset) {
    assertThat(BarrierLayout.offset(field)).isEqualTo(offset);
    assertThat(BarrierLayout.LAYOUT.byteSize()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({"code,0", "type,4", "count,8"})
  void elementsHeader(String field, long offset) {
    assertThat(ElementsHeader.offset(field)).isEqualTo(offset);
    assertThat(ElementsHeader.SIZE).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "1,BYTE",
    "2,SHORT",
    "3,INTEGER",
    "4,LONG",
    "5,BIG_INTEGER",
    "6,FLOAT",
    "7,DOUBLE",
    "8,CHARACTER"
  })
  void boxedTypes(int code, BoxedType type) {
    assertThat(type.code()).isEqualTo(code);
    assertThat(BoxedType.ofCode(code)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "1,2,3", "268435455,63,1073741823", "134217728,32,536870912"})
  void aPositionIsWhatItWasMadeOf(long count, int segment, long at) {
    long position = ChannelLayout.position(count, segment, at);
    assertThat(ChannelLayout.count(position)).isEqualTo(count);
    assertThat(ChannelLayout.segment(position)).isEqualTo(segment);
    assertThat(ChannelLayout.at(position)).isEqualTo(at);
  }

  @ParameterizedTest
  @CsvSource({"268435455,1,2", "5,5,0", "268435450,268435455,5", "0,7,7"})
  void countsGoOnAfterTheirLargest(long head, long tail, long between) {
    long from = ChannelLayout.position(head, 0, 0);
    long to = ChannelLayout.position(tail, 9, 9);
    assertThat(ChannelLayout.between(from, to)).isEqualTo(between);
    assertThat(ChannelLayout.holds(from, to, head)).isEqualTo(between > 0);
    assertThat(ChannelLayout.holds(from, to, tail)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "task,0",
    "batch,8",
    "index,16",
    "saved,20",
    "since,24",
    "lineBytes,32",
    "cancelled,128",
    "lines,256",
    "results,1280"
  })
  void journal(String field, long offset) {
    assertThat(JournalLayout.offset(field)).isEqualTo(offset);
    assertThat(JournalLayout.LAYOUT.byteSize()).isEqualTo(1280 + Journal.ROOM);
  }
}
