package io.gavel.bench.part;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/// The most heap that was in use in this process: whenever a collection begins and ends, and now.
final class HeapWatch {
  private final AtomicLong peakBytes = new AtomicLong();
  private final AtomicLong peakAfterCollectionBytes = new AtomicLong();

  /// Starts to watch.
  HeapWatch() {
    Set<String> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(pool -> pool.getName())
            .collect(Collectors.toUnmodifiableSet());
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(collector ->
            ((NotificationEmitter) collector)
                .addNotificationListener(
                    (notification, handback) -> {
                      if (notification.getUserData() instanceof CompositeData data) {
                        var collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
                        raise(peakBytes, used(collection.getMemoryUsageBeforeGc(), heap));
                        raise(
                            peakAfterCollectionBytes,
                            used(collection.getMemoryUsageAfterGc(), heap));
                      }
                    },
                    null,
                    null));
  }

  /// The most that was in use at any collection's begin, or now.
  long peakBytes() {
    raise(peakBytes, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    return peakBytes.get();
  }

  /// The most that a collection left; 0 when there was none.
  long peakAfterCollectionBytes() {
    return peakAfterCollectionBytes.get();
  }

  /// The most memory that the process had resident, in bytes, as Linux tells it; 0 elsewhere.
  static long peakResidentBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static void raise(AtomicLong peak, long bytes) {
    peak.accumulateAndGet(bytes, Math::max);
  }

  private static long used(Map<String, MemoryUsage> pools, Set<String> heap) {
    return pools.entrySet().stream()
        .filter(pool -> heap.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }
}
