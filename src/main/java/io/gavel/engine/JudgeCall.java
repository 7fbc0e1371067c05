package io.gavel.engine;

import io.gavel.engine.outcome.Outcome;
import io.gavel.engine.outcome.OutcomeAssembler;
import io.gavel.engine.outcome.RecordCodec;
import io.gavel.judge.Judge;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import io.gavel.topic.RequestPosition;
import io.gavel.trace.AskingTrace;
import io.gavel.trace.OutcomeTrace;
import io.gavel.trace.RequestTrace;
import io.gavel.trace.Tracing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one call does: read the request, have it assessed, make the outcome, write it. For any
/// number of threads.
///
/// @param judge assesses
/// @param assembler makes outcomes
/// @param codec reads and writes
/// @param tracing is told of it
record JudgeCall(Judge judge, OutcomeAssembler assembler, RecordCodec codec, Tracing tracing) {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeCall.class);

  /// Blocks until there is an outcome.
  ///
  /// @param partition the assignment the record was received under
  /// @param source the record
  /// @throws InterruptedException when the thread is interrupted: the call is given up
  Finished make(OwnedPartition partition, ConsumerRecord<byte[], byte[]> source)
      throws InterruptedException {
    RequestTrace trace = tracing.request(source);
    try {
      Decoded<JudgeRequest> request = codec.read(source);
      Outcome outcome =
          switch (request) {
            case Decoded.Intact<JudgeRequest> intact -> {
              trace.read(intact.value());
              yield assess(intact, trace);
            }
            case Decoded.Poison<JudgeRequest> poison -> {
              LOG.warn("poison_record {}", poison.detail());
              yield assembler.poison(poison);
            }
          };
      return finished(
          partition,
          request,
          outcome,
          trace.outcome(outcome.code(), outcome instanceof Outcome.Dead));
    } catch (InterruptedException | InterruptException e) {
      trace.cancelled();
      throw e;
    }
  }

  /// The same, in a form that is small enough for the broker.
  ///
  /// @param tooLarge what the broker did not take
  /// @throws InterruptedException when the thread is interrupted while it waits for the registry
  Finished smaller(Finished tooLarge) throws InterruptedException {
    LOG.warn("outcome_too_large request={}", tooLarge.where());
    return finished(
        tooLarge.partition(),
        tooLarge.request(),
        assembler.tooLarge(tooLarge.request(), tooLarge.outcome()),
        tooLarge.trace());
  }

  private Finished finished(
      OwnedPartition partition, Decoded<JudgeRequest> request, Outcome outcome, OutcomeTrace trace)
      throws InterruptedException {
    ConsumerRecord<byte[], byte[]> source =
        switch (request) {
          case Decoded.Intact<JudgeRequest> intact -> intact.source();
          case Decoded.Poison<JudgeRequest> poison -> poison.source();
        };
    byte[] key = source.key();
    try {
      ProducerRecord<byte[], byte[]> written = codec.write(key, outcome);
      if (outcome instanceof Outcome.Scored) {
        new RequestPosition(source.partition(), source.offset()).addTo(written.headers());
      }
      trace.addTo(written.headers());
      return new Finished(partition, request, outcome, written, trace);
    } catch (SerializationException e) {
      if (!(request instanceof Decoded.Intact<JudgeRequest> intact)) {
        throw e;
      }
      // What the judge said cannot be written: the request still needs an outcome.
      log(intact, e);
      Outcome defect = assembler.defect(intact, e);
      ProducerRecord<byte[], byte[]> written = codec.write(key, defect);
      trace.addTo(written.headers());
      return new Finished(partition, request, defect, written, trace);
    }
  }

  private Outcome assess(Decoded.Intact<JudgeRequest> request, AskingTrace trace)
      throws InterruptedException {
    try {
      return assembler.judged(request, judge.assess(request.value(), trace));
    } catch (RuntimeException | Error e) {
      if (e instanceof VirtualMachineError broken && !(e instanceof StackOverflowError)) {
        throw broken; // No memory, for instance: that is no request's fault.
      }
      // An error too: a request without an outcome would hold back the watermark for ever.
      log(request, e);
      return assembler.defect(request, e);
    }
  }

  private static void log(Decoded.Intact<JudgeRequest> request, Throwable defect) {
    LOG.error(
        "judge_defect topic={} partition={} offset={}",
        request.source().topic(),
        request.source().partition(),
        request.source().offset(),
        defect);
  }
}
