package io.gavel.enrich.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "shop, shop, true",
    "shop, shop2, false",
    "shop, Shop, false",
    "shop-*, shop-de, true",
    "shop-*, shop-, true",
    "shop-*, shop, false",
    "*-de, shop-de, true",
    "*, anything, true",
    "a*b*c, axxbyyc, true",
    "a*b*c, axxbyy, false",
    "s.op, shop, false",
    "**, x, true",
  })
  void aStarStandsForAnyCharacters(String pattern, String text, boolean fits) {
    assertThat(Glob.matches(pattern, text)).isEqualTo(fits);
  }

  @Test
  void itAgreesWithTheRegularExpressionOnRandomTexts() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*");
      String text = text(random, "ab");
      assertThat(Glob.matches(pattern, text))
          .as("%s on %s", pattern, text)
          .isEqualTo(Pattern.matches(pattern.replace("*", ".*"), text));
    }
  }

  private static String text(Random random, String letters) {
    return random
        .ints(random.nextInt(8), 0, letters.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(letters.charAt(i)), StringBuilder::append)
        .toString();
  }
}
