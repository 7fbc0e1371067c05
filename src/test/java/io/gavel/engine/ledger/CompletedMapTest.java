package io.gavel.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletedMapTest {
  @Test
  void nothingBeyondTheWatermarkIsEmptyText() throws Exception {
    assertThat(CompletedMap.write(CompletedOffsets.below(7))).isEmpty();
    assertThat(CompletedMap.read(7, "")).isEqualTo(CompletedOffsets.below(7));
  }

  @Test
  void aMapIsWrittenAsDocumentedAndStaysReadable() {
    // Encoding 2, the bits 2 to 4 after the watermark, and the checksum of 00000000000003e8 02 1c.
    assertThat(CompletedMap.write(new CompletedOffsets(1000, List.of(new OffsetRange(1002, 1005)))))
        .isEqualTo("gavel1:Ahxu8HNI");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatWasWrittenIsReadAgain(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      CompletedOffsets completed = random(random);
      String map = CompletedMap.write(completed);
      assertThat(CompletedMap.read(completed.watermark(), map)).isEqualTo(completed);
    }
  }

  @Test
  void theShortestEncodingIsTaken() {
    assertThat(encoding(everyOther(0, 12))).isEqualTo(MapEncoding.BITMAP);
    assertThat(encoding(List.of(new OffsetRange(1, 1_000_000)))).isEqualTo(MapEncoding.RUNS);
    assertThat(encoding(everyOther(0, 4_000))).isEqualTo(MapEncoding.DEFLATED_BITMAP);
    assertThat(encoding(everyOther(0, 400).stream().map(CompletedMapTest::spread).toList()))
        .isEqualTo(MapEncoding.DEFLATED_RUNS);
  }

  @Test
  void oneStuckRequestBeforeAMillionOthersTakesNoRoom() {
    assertThat(CompletedMap.write(new CompletedOffsets(5, List.of(new OffsetRange(6, 1_000_006)))))
        .hasSizeLessThan(24);
  }

  @Test
  void fourThousandScatteredRequestsUnderWayFitWhateverIsFinished() {
    Random random = new Random(4);
    List<OffsetRange> finished =
        IntStream.range(1, 6_000)
            .filter(i -> random.nextInt(3) > 0)
            .mapToObj(i -> new OffsetRange(1_000 + i, 1_001 + i))
            .collect(Collectors.toList());

    assertThat(CompletedMap.write(new CompletedOffsets(1_000, merged(finished))))
        .hasSizeLessThan(1_100);
  }

  @Test
  void everyChangedCharacterIsNoticed() {
    CompletedOffsets completed = new CompletedOffsets(1_000, everyOther(1_000, 60));
    String map = CompletedMap.write(completed);
    for (int i = 0; i < map.length(); i++) {
      String damaged =
          map.substring(0, i) + (map.charAt(i) == 'A' ? 'B' : 'A') + map.substring(i + 1);
      assertThatThrownBy(() -> CompletedMap.read(1_000, damaged))
          .as("character %d", i)
          .isInstanceOf(UnreadableMapException.class);
    }
  }

  @Test
  void everyCutMapIsNoticed() {
    String map = CompletedMap.write(new CompletedOffsets(1_000, everyOther(1_000, 60)));
    for (int length = 1; length < map.length(); length++) {
      String cut = map.substring(0, length);
      assertThatThrownBy(() -> CompletedMap.read(1_000, cut))
          .isInstanceOf(UnreadableMapException.class);
    }
  }

  @Test
  void theMapOfAnotherOffsetIsDamaged() {
    String map = CompletedMap.write(new CompletedOffsets(1_000, everyOther(1_000, 60)));

    assertThatThrownBy(() -> CompletedMap.read(1_001, map))
        .isInstanceOf(UnreadableMapException.class)
        .hasMessage("its checksum is wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gavel2:AQID", "somebody's note", "gavel1:!", "gavel1:", "gavel1:AQ"})
  void whatIsNoMapOfThisVersionIsRefused(String text) {
    assertThatThrownBy(() -> CompletedMap.read(3, text)).isInstanceOf(UnreadableMapException.class);
  }

  @Test
  void whateverTheBytesAreTheyAreReadOrRefusedAndNothingElse() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[random.nextInt(40)];
      random.nextBytes(body);
      MapEncoding encoding = List.of(MapEncoding.values()).get(random.nextInt(4));
      try {
        assertThat(new CompletedOffsets(9, encoding.read(9, body)).watermark()).isEqualTo(9);
      } catch (UnreadableMapException | IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static CompletedOffsets random(Random random) {
    long watermark = random.nextLong(1L << random.nextInt(1, 50));
    List<OffsetRange> beyond = new ArrayList<>();
    int ranges = random.nextInt(1, 1 << random.nextInt(1, 10));
    int longest = 1 << random.nextInt(1, 16);
    long end = watermark;
    for (int i = 0; i < ranges; i++) {
      long from = end + 1 + random.nextInt(longest);
      end = from + 1 + random.nextInt(longest);
      beyond.add(new OffsetRange(from, end));
    }
    return new CompletedOffsets(watermark, beyond);
  }

  private static List<OffsetRange> everyOther(long watermark, int count) {
    return LongStream.range(0, count)
        .mapToObj(i -> new OffsetRange(watermark + 2 * i + 1, watermark + 2 * i + 2))
        .toList();
  }

  private static OffsetRange spread(OffsetRange range) {
    return new OffsetRange(range.from() * 5_000, range.from() * 5_000 + 300);
  }

  private static List<OffsetRange> merged(List<OffsetRange> ranges) {
    OffsetSet set = new OffsetSet();
    ranges.forEach(range -> set.add(range.from()));
    return set.ranges();
  }

  private static MapEncoding encoding(List<OffsetRange> beyond) {
    String map = CompletedMap.write(new CompletedOffsets(0, beyond));
    byte[] whole = Base64.getUrlDecoder().decode(map.substring("gavel1:".length()));
    try {
      return MapEncoding.of(ByteBuffer.wrap(whole).get());
    } catch (UnreadableMapException e) {
      throw new AssertionError(e);
    }
  }
}
