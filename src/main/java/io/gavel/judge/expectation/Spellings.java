package io.gavel.judge.expectation;

import io.gavel.judge.exchange.Token;
import io.gavel.judge.kind.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// The symbols that can stand at a place, and how tokens spell them. Case counts only where two
/// symbols differ by nothing else.
final class Spellings {
  /// The share of the probability that may be unclear; more, and there is no distribution.
  private static final double UNCLEAR = 1e-3;

  /// The share of all probability that must be told of the symbols; below it what was not told
  /// could make another distribution of them.
  private static final double TOLD = 0.5;

  private static final Pattern GOES_ON = Pattern.compile("[\\p{L}\\p{N}]|[.,]\\p{Nd}");

  private final List<String> symbols;
  private final boolean caseCounts;

  /// @param symbols different ones, without blanks; not empty
  Spellings(List<String> symbols) {
    this.caseCounts =
        symbols.stream().map(symbol -> symbol.toLowerCase(Locale.ROOT)).distinct().count()
            < symbols.size();
    this.symbols = symbols.stream().map(this::folded).toList();
  }

  /// The distribution over the symbols at a place; null where less than half of the probability
  /// there is told to be one's, or too much of it could belong to several.
  @Nullable Distribution distribution(Place place) {
    double[] sums = new double[symbols.size()];
    List<Token.Alternative> alternatives = alternatives(place.token());
    boolean whole = alternatives.stream().anyMatch(one -> isLongNumber(one.text()));
    double unclear = 0;
    for (Token.Alternative one : alternatives) {
      String spelt = folded(Squeezed.of(one.text()));
      String lead = folded(place.lead());
      if (!spelt.startsWith(lead)) {
        continue;
      }
      List<Integer> meant = meant(spelt.substring(lead.length()), whole);
      double probability = Math.exp(one.logProbability());
      if (meant.size() == 1) {
        sums[meant.getFirst()] += probability;
      } else if (meant.size() > 1) {
        unclear += probability;
      }
    }
    double sum = DoubleStream.of(sums).sum();
    return sum >= TOLD && Double.isFinite(sum) && unclear <= UNCLEAR * sum
        ? new Distribution(Arrays.stream(sums).mapToObj(one -> one / sum).toList())
        : null;
  }

  /// Which symbols a token may be, or be the start of: the number of the one it spells, as `4`,
  /// `4.` or `4/` does, or that it begins alone, as `Y` does YES. `1` is either 1 or the start of
  /// 10.
  ///
  /// @param whole whether numbers of several digits are one token here, so that `1` is no start
  private List<Integer> meant(String spelt, boolean whole) {
    List<Integer> meant = new ArrayList<>();
    if (spelt.isEmpty()) {
      return meant;
    }
    for (int i = 0; i < symbols.size(); i++) {
      String symbol = symbols.get(i);
      boolean spells = spelt.startsWith(symbol) && !goesOn(spelt, symbol.length());
      boolean begins = symbol.length() > spelt.length() && symbol.startsWith(spelt);
      if (spells || (begins && !(whole && isNumber(symbol)))) {
        meant.add(i);
      }
    }
    return meant;
  }

  /// Whether a word or number does not end there; `4.5` is another number than 4.
  private static boolean goesOn(String spelt, int end) {
    return GOES_ON.matcher(spelt).region(end, spelt.length()).lookingAt();
  }

  /// The alternatives of a token, itself among them; none where the server gave none.
  private static List<Token.Alternative> alternatives(Token token) {
    List<Token.Alternative> given = token.alternatives();
    if (given.isEmpty() || given.stream().anyMatch(one -> isSame(one, token))) {
      return given;
    }
    List<Token.Alternative> all = new ArrayList<>(given);
    all.add(new Token.Alternative(token.text(), token.logProbability()));
    return all;
  }

  /// Whether an alternative is the token itself, which servers may write in two ways.
  private static boolean isSame(Token.Alternative one, Token token) {
    return one.text().equals(token.text())
        || (one.logProbability() == token.logProbability()
            && Squeezed.of(one.text()).equals(Squeezed.of(token.text())));
  }

  private static boolean isLongNumber(String text) {
    return isNumber(Squeezed.of(text)) && Squeezed.of(text).length() > 1;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> '0' <= c && c <= '9');
  }

  private String folded(String text) {
    return caseCounts ? text : text.toLowerCase(Locale.ROOT);
  }
}
