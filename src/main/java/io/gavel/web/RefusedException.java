package io.gavel.web;

/// A request that gets an error for its answer, with a sentence that says what is wrong and, where
/// the client can do something about it, what.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private RefusedException(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  /// 400: a parameter has a value that it may not have.
  ///
  /// @param name the parameter
  /// @param allowed what it must be
  public static RefusedException badParameter(String name, String allowed) {
    return new RefusedException(400, "%s must be %s".formatted(name, allowed));
  }

  /// 401: the token is missing or another one.
  static RefusedException tokenNeeded() {
    return new RefusedException(
        401,
        "a token is needed: send 'Authorization: Bearer <web.token>', or open /?token=<web.token>"
            + " once in a browser");
  }

  /// 403: what asks may not.
  public static RefusedException forbidden(String why) {
    return new RefusedException(403, why);
  }

  /// 404: there is no such thing, or no longer.
  public static RefusedException notFound(String what) {
    return new RefusedException(404, what);
  }

  /// 503: not now; asking again may succeed.
  public static RefusedException notNow(String why) {
    return new RefusedException(503, why);
  }

  /// The answer's status.
  int status() {
    return status;
  }
}
