package io.gavel.web.live;

import io.gavel.web.api.series.AlertSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
      byId.pollFirstEntry();
    }
  }

  @Override
  public synchronized List<Told> newest(int limit) {
    List<Told> all = new ArrayList<>(byId.sequencedValues().reversed());
    // Partitions are read one after the other, so what came last is not always the newest.
    all.sort((a, b) -> b.changedAt().compareTo(a.changedAt()));
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }
}
