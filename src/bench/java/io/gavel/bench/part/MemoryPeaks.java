package io.gavel.bench.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// What an engine took, passed from its process to the benchmark's as one line.
///
/// @param heapBytes the most heap in use
/// @param heapAfterCollectionBytes the most heap in use after a collection
/// @param residentBytes the most memory resident; 0: unknown
/// @param inFlight the most requests that were with the judges at once
/// @param failure why the engine stopped by itself; empty: it did not
record MemoryPeaks(
    long heapBytes,
    long heapAfterCollectionBytes,
    long residentBytes,
    int inFlight,
    String failure) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String line() throws JsonProcessingException {
    return JSON.writeValueAsString(this);
  }

  static MemoryPeaks of(String line) throws JsonProcessingException {
    return JSON.readValue(line, MemoryPeaks.class);
  }
}
