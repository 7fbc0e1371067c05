package io.gavel.engine;

import io.gavel.engine.outcome.Outcome;
import io.gavel.engine.outcome.OutcomeAssembler;
import io.gavel.engine.outcome.RecordCodec;
import io.gavel.judge.Judge;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import io.gavel.topic.RequestPosition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one call does: read the request, have it assessed, make the outcome, write it. For any
/// number of threads.
///
/// @param judge assesses
/// @param assembler makes outcomes
/// @param codec reads and writes
record JudgeCall(Judge judge, OutcomeAssembler assembler, RecordCodec codec) {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeCall.class);

  /// Blocks until there is an outcome.
  ///
  /// @param partition the assignment the record was received under
  /// @param source the record
  /// @throws InterruptedException when the thread is interrupted: the call is given up
  Finished make(OwnedPartition partition, ConsumerRecord<byte[], byte[]> source)
      throws InterruptedException {
    Decoded<JudgeRequest> request = codec.read(source);
    Outcome outcome =
        switch (request) {
          case Decoded.Intact<JudgeRequest> intact -> assess(intact);
          case Decoded.Poison<JudgeRequest> poison -> {
            LOG.warn("poison_record {}", poison.detail());
            yield assembler.poison(poison);
          }
        };
    return finished(partition, request, outcome);
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
        assembler.tooLarge(tooLarge.request(), tooLarge.outcome()));
  }

  private Finished finished(
      OwnedPartition partition, Decoded<JudgeRequest> request, Outcome outcome)
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
      return new Finished(partition, request, outcome, written);
    } catch (SerializationException e) {
      if (!(request instanceof Decoded.Intact<JudgeRequest> intact)) {
        throw e;
      }
      // What the judge said cannot be written: the request still needs an outcome.
      log(intact, e);
      Outcome defect = assembler.defect(intact, e);
      return new Finished(partition, request, defect, codec.write(key, defect));
    }
  }

  private Outcome assess(Decoded.Intact<JudgeRequest> request) throws InterruptedException {
    try {
      return assembler.judged(request, judge.assess(request.value()));
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
