package io.gavel.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// `/`: the page, and `/assets/...`: what it is made of. The files are in the jar, beside this
/// class in `page`, but for the chart library's; what is not there cannot be asked for. A browser
/// asks each time whether a file has changed, so a new release shows at once.
public final class PageRoutes implements Routes {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "txt", "text/plain; charset=utf-8");

  private final Map<String, File> files = new ConcurrentHashMap<>();

  /// The page of this release.
  public PageRoutes() {}

  /// Never compared, and never shown outside.
  @SuppressWarnings("ArrayRecordComponent")
  private record File(byte[] bytes, String type, String tag) {}

  @Override
  public List<Path> paths() {
    return List.of(new Path("/", "the page"), new Path("/assets/{file}", "what it is made of"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/", context -> serve(context, "index.html"));
    routes.get("/assets/{file}", context -> serve(context, context.pathParam("file")));
  }

  private void serve(Context context, String name) {
    File file = files.containsKey(name) ? files.get(name) : read(name);
    if (file == null) {
      throw RefusedException.notFound("there is no such file");
    }
    files.put(name, file);
    context.header("Cache-Control", "no-cache").header("ETag", file.tag());
    if (file.tag().equals(context.header("If-None-Match"))) {
      context.status(HttpStatus.NOT_MODIFIED);
    } else {
      context.contentType(file.type()).result(file.bytes());
    }
  }

  private static @Nullable File read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (!name.matches(NAME) || type == null) {
      return null;
    }
    try (InputStream in = open(name)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      CRC32 sum = new CRC32();
      sum.update(bytes);
      return new File(bytes, type, "\"%d-%08x\"".formatted(bytes.length, sum.getValue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable InputStream open(String name) {
    InputStream own = PageRoutes.class.getResourceAsStream("page/" + name);
    return own == null ? ChartLibrary.open(name) : own;
  }
}
