package io.gavel.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, to be closed in reverse order: by its owner at the end, or by the JVM's
/// shutdown (Ctrl-C), also while a part is just starting. One thread starts parts; any may close.
final class LocalParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalParts.class);
  private static final long STARTING_PART_LIMIT_SECONDS = 20;

  /// Held while a part starts, so that closing never overtakes it.
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Thread starter = Thread.currentThread();
  private final Thread onShutdown = Thread.ofPlatform().name("demo-shutdown").unstarted(this::stop);
  private final Runnable whenStopping;
  private volatile boolean stopping;

  /// @param whenStopping run first when the JVM shuts down
  LocalParts(Runnable whenStopping) {
    this.whenStopping = whenStopping;
    Runtime.getRuntime().addShutdownHook(onShutdown);
  }

  /// Whether the parts are being closed, or are.
  boolean stopping() {
    return stopping;
  }

  /// Starts a part and owns it.
  ///
  /// @throws InterruptedException when everything is being closed
  /// @throws LocalSystemException when it cannot start; names the part
  <P extends AutoCloseable> P start(String name, Callable<P> starting) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (stopping) {
        throw new InterruptedException("stopped before the " + name + " started");
      }
      P part = starting.call();
      parts.push(part);
      return part;
    } catch (InterruptedException | LocalSystemException e) {
      throw e;
    } catch (Exception | LinkageError e) { // A class path without the broker is a LinkageError.
      if (stopping) {
        throw (InterruptedException) new InterruptedException("stopped").initCause(e);
      }
      throw new LocalSystemException(name, e);
    } finally {
      lock.unlock();
    }
  }

  /// Closes everything; a second call does nothing.
  @Override
  public void close() {
    stopping = true;
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(onShutdown);
    } catch (IllegalStateException e) {
      LOG.debug("shutdown_under_way");
    }
  }

  /// What the JVM's shutdown does: the starting thread is told to give up, and what it has started
  /// is closed.
  private void stop() {
    stopping = true;
    whenStopping.run();
    starter.interrupt();
    boolean locked = false;
    try {
      locked = lock.tryLock(STARTING_PART_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      closeAll();
    } finally {
      if (locked) {
        lock.unlock();
      }
      // Whatever went wrong above: no child process may outlive this one.
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
  }

  private synchronized void closeAll() {
    for (AutoCloseable part = next(); part != null; part = next()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn(
            "part_not_closed part={} reason={}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private @Nullable AutoCloseable next() {
    return parts.poll();
  }
}
