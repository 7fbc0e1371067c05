package io.gavel.soak;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/// The judge pool of a soak run: [SoakShape#JUDGES] servers that can be told to misbehave.
final class Judges implements AutoCloseable {
  private final List<JudgeServer> servers;

  private Judges(List<JudgeServer> servers) {
    this.servers = servers;
  }

  /// Starts them.
  ///
  /// @param free ports to listen on
  static Judges start(StablePorts free) {
    return new Judges(
        Stream.generate(() -> JudgeServer.start(free.next())).limit(SoakShape.JUDGES).toList());
  }

  /// The base URLs.
  List<URI> endpoints() {
    return servers.stream().map(JudgeServer::endpoint).toList();
  }

  /// The name of the model they serve.
  String model() {
    return JudgeServer.MODEL;
  }

  /// Lets one misbehave.
  void misbehave(int judge, Misbehaviour how) {
    servers.get(judge).misbehave(how);
  }

  /// Ends its misbehaviour.
  void behave(int judge) {
    servers.get(judge).behave();
  }

  /// Takes one away.
  void die(int judge) {
    servers.get(judge).die();
  }

  /// Brings back one that was taken away.
  void comeBack(int judge) {
    servers.get(judge).comeBack();
  }

  @Override
  public void close() {
    servers.forEach(JudgeServer::close);
  }
}
