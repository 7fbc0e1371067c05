package io.gavel.bench.contestant;

/// One of the engines that are compared.
public interface Contestant {
  /// Its name in the table.
  String name();

  /// What it does with one record, and with which settings, for the table.
  String work();

  /// Starts it; it runs until it is closed.
  Running start(Race race);

  /// A contestant at work.
  interface Running extends AutoCloseable {
    /// Stops it; what it has open is committed or aborted when this returns.
    @Override
    void close();
  }
}
