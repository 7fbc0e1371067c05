package io.gavel.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/// Bounds what a store takes outside the heap to about 16 MiB. A worker has several stores per
/// partition, and with the defaults of Kafka Streams (50 MiB of cache and 48 MiB of write buffers
/// each) 12 partitions could take more than 2 GiB. And opens them sooner, since a start opens all.
/// Made by Kafka Streams from its name, one per store.
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long CACHE_BYTES = 8 * 1024 * 1024;
  private static final long WRITE_BUFFER_BYTES = 4 * 1024 * 1024;
  private static final int WRITE_BUFFERS = 2;

  private @Nullable Cache cache;

  /// Makes one.
  public BoundedRocksDb() {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    cache = new LRUCache(CACHE_BYTES);
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      table.setBlockCache(cache);
      options.setTableFormatConfig(table);
    }
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS);
    // RocksDB starts 16 threads to open the files of a store, whatever there are: half the work of
    // opening a small one.
    options.setMaxFileOpeningThreads(1);
  }

  @Override
  public void close(String storeName, Options options) {
    if (cache != null) {
      cache.close();
    }
  }
}
