package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource({"magic,0", "version,4"})
  void sessionHeader(String field, long offset) {
    assertThat(SessionHeader.offset(field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({
    "status,0",
    "claim,8",
    "pid,16",
    "started,24",
    "exitCode,32",
    "ended,36",
    "nameLength,40",
    "name,44"
  })
  void processTable(String field, long offset) {
    assertThat(ProcessTable.offset(field)).isEqualTo(offset);
    assertThat(ProcessTable.LAYOUT.byteSize()).isEqualTo(128);
    assertThat(ArenaLayout.PROCESSES + ProcessTable.SIZE).isLessThanOrEqualTo(ArenaLayout.LOG);
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
    "getWaiting,512",
    "putWaiting,640",
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
  @CsvSource({"carrier,0", "count,8", "length,16", "held,24"})
  void envelope(String field, long offset) {
    assertThat(EnvelopeLayout.offset(field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({"done,0", "waiting,128", "taken,256"})
  void taskCount(String field, long offset) {
    assertThat(TaskCountLayout.offset(field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({"users,0", "guest,128", "maker,132", "closed,136", "opened,140"})
  void endpoint(String field, long offset) {
    assertThat(EndpointLayout.offset(field)).isEqualTo(offset);
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
}
