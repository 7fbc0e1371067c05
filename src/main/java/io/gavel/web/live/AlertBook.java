package io.gavel.web.live;

import io.gavel.schema.AlertState;
import io.gavel.web.api.series.AlertSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The alerts that changed last, each in its newest state, in bounded room. For any thread.
final class AlertBook implements AlertSource {
  private final int most;
  private final SequencedMap<String, Told> byId = new LinkedHashMap<>();

  /// @param most how many alerts are held at most
  AlertBook(int most) {
    this.most = most;
  }

  /// Takes the next state of an alert; those of one alert come in their order.
  synchronized void add(Told told) {
    byId.remove(told.alert().getAlertId());
    byId.putLast(told.alert().getAlertId(), told);
    if (byId.size() > most) {
      String first =
          byId.entrySet().stream()
              .filter(entry -> isCleared(entry.getValue()))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(byId.firstEntry().getKey());
      byId.remove(first);
    }
  }

  @Override
  public synchronized List<Told> newest(int limit) {
    List<Told> all = new ArrayList<>(byId.sequencedValues().reversed());
    // Partitions are read one after the other, so what came last is not always the newest. What is
    // open comes before whatever is over, or many that are over would hide it.
    all.sort(
        Comparator.comparing(AlertBook::isCleared)
            .thenComparing(Comparator.comparing(Told::changedAt).reversed()));
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  private static boolean isCleared(Told told) {
    return told.alert().getState() == AlertState.CLEARED;
  }
}
