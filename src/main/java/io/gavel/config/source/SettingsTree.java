package io.gavel.config.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The settings as a tree: the defaults, and over them the file and the environment. The defaults
/// are the whole truth of which keys there are: an empty map among them takes any key (client
/// properties that are passed through), and `judge.profiles` takes any name.
///
/// What is wrong is collected in [#problems] rather than thrown, so that all of it is told at once.
/// No message holds a value.
public final class SettingsTree {
  private static final String PROFILES = "judge.profiles";
  private static final String ENVIRONMENT_PREFIX = "GAVEL_";

  /// What a profile of the file must set itself; the rest it takes from the built-in one.
  private static final List<String> REQUIRED = List.of("endpoints", "model");

  /// Keys of secrets, with what they are called in messages.
  private static final Map<String, String> SECRETS =
      Map.of(
          "api_key",
          "a key",
          "token",
          "a token",
          "bearer_token",
          "a token",
          "password",
          "a password",
          "headers",
          "a header");

  /// Variables that steer the process and are no settings of it.
  private static final List<String> PROCESS_VARIABLES =
      List.of("GAVEL_LOG_LEVEL", "GAVEL_DEBUG", "GAVEL_JAVA_OPTS", "GAVEL_MAVEN_ARGS");

  /// Kubernetes sets these in every pod for a Service whose name starts with `gavel`.
  private static final String SERVICE_LINK =
      "GAVEL_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)";

  private final ObjectNode tree;
  private final ObjectNode defaults;
  private final Map<String, String> removedKeys;
  private final List<String> problems = new ArrayList<>();

  /// @param defaults every key with its default
  /// @param removedKeys keys that once were, with what to use instead
  public SettingsTree(ObjectNode defaults, Map<String, String> removedKeys) {
    this.defaults = defaults;
    this.tree = defaults.deepCopy();
    this.removedKeys = Map.copyOf(removedKeys);
  }

  /// The settings as they stand; live.
  public ObjectNode tree() {
    return tree;
  }

  /// What is wrong so far, one line each; live, and callers may add theirs.
  public List<String> problems() {
    return problems;
  }

  /// Puts a file's settings over those that stand.
  ///
  /// @param file its name, for messages
  /// @param written what it holds
  public void addFile(String file, ObjectNode written) {
    merge(file + ": ", "", written, defaults, tree);
  }

  private void merge(
      String where, String parent, ObjectNode written, JsonNode shape, ObjectNode target) {
    for (Map.Entry<String, JsonNode> entry : written.properties()) {
      String key = entry.getKey();
      String path = parent.isEmpty() ? key : parent + "." + key;
      JsonNode value = entry.getValue();
      if (removedKeys.containsKey(path)) {
        problems.add(where + path + ": this key was removed; " + removedKeys.get(path));
      } else if (shape.isEmpty()) {
        addPassedThrough(where, path, key, value, target);
      } else if (parent.equals(PROFILES)) {
        addProfile(where, path, key, value, target);
      } else if (!shape.has(key)) {
        problems.add(where + path + ": there is no such key" + hint(parent, path));
      } else if (!value.isNull()) {
        addKnown(where, path, value, shape.get(key), target);
      }
    }
  }

  private void addKnown(
      String where, String path, JsonNode value, JsonNode shape, ObjectNode target) {
    String key = path.substring(path.lastIndexOf('.') + 1);
    if (shape instanceof ObjectNode) {
      if (value instanceof ObjectNode section) {
        merge(where, path, section, shape, (ObjectNode) target.get(key));
      } else {
        problems.add(where + path + ": this is a section; its keys go below it, indented");
      }
    } else if (value.isObject() || (value.isArray() && !shape.isArray())) {
      problems.add(where + path + ": this takes a single value");
    } else if (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainerNode)) {
      problems.add(where + path + ": this takes a list of single values");
    } else if (SECRETS.containsKey(key)
        && !Placeholders.isWhole(value.asText())
        && !value.asText().isEmpty()) {
      problems.add(
          where
              + path
              + ": "
              + SECRETS.get(key)
              + " may not stand in the file; write ${env:NAME} or ${file:/path} here, or set "
              + variable(path));
    } else {
      target.set(key, shape.isArray() && value.isValueNode() ? list(value.asText()) : value);
    }
  }

  private void addPassedThrough(
      String where, String path, String key, JsonNode value, ObjectNode target) {
    if (value.isContainerNode()) {
      problems.add(
          where + path + ": this takes a single value; write nested names as one, with dots");
    } else if (!value.isNull() && PassedSecrets.isPlain(key, value.asText())) {
      problems.add(
          where
              + path
              + ": a secret may not stand in the file; write ${env:NAME} or ${file:/path} in its place, or set "
              + variable(path));
    } else if (!value.isNull()) {
      target.put(key, value.asText());
    }
  }

  private void addProfile(
      String where, String path, String name, JsonNode value, ObjectNode profiles) {
    if (!name.matches("[A-Za-z0-9_-]{1,100}")) {
      problems.add(
          where
              + PROFILES
              + ": '"
              + name
              + "' is no name for a profile; use letters, digits, '_', '-'");
      return;
    }
    for (String other : profiles.propertyStream().map(Map.Entry::getKey).toList()) {
      if (!other.equals(name) && variable(other).equals(variable(name))) {
        problems.add(
            where + path + ": its environment variables are those of " + other + "; rename one");
        return;
      }
    }
    if (!(value instanceof ObjectNode keys)) {
      problems.add(where + path + ": this is a section; its keys go below it, indented");
      return;
    }
    if (!profiles.has(name)) {
      ObjectNode profile = (ObjectNode) defaults.at("/judge/profiles/prometheus").deepCopy();
      profile.remove(REQUIRED);
      profiles.set(name, profile);
    }
    merge(
        where,
        path,
        keys,
        defaults.at("/judge/profiles/prometheus"),
        (ObjectNode) profiles.get(name));
  }

  /// Puts environment variables over the settings that stand; call it after [#addFile], which says
  /// what profiles there are.
  ///
  /// @param environment all variables; those that do not start with `GAVEL_` are not looked at
  public void addEnvironment(Map<String, String> environment) {
    Map<String, String> known = new TreeMap<>();
    Map<String, String> passedThrough = new TreeMap<>();
    collect("", tree, defaults, known, passedThrough);
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (name.startsWith(ENVIRONMENT_PREFIX) && !PROCESS_VARIABLES.contains(name)) {
            addVariable(name, value, known, passedThrough);
          }
        });
  }

  private void addVariable(
      String name, String value, Map<String, String> known, Map<String, String> passedThrough) {
    String path = known.get(name);
    if (path != null) {
      ObjectNode parent =
          (ObjectNode) tree.at(pointer(path.substring(0, Math.max(0, path.lastIndexOf('.')))));
      String key = path.substring(path.lastIndexOf('.') + 1);
      JsonNode before = parent.path(key);
      parent.set(
          key, before.isArray() || key.equals("endpoints") ? list(value) : TextNode.valueOf(value));
      return;
    }
    for (Map.Entry<String, String> map : passedThrough.entrySet()) {
      if (name.length() > map.getKey().length() + 1 && name.startsWith(map.getKey() + "_")) {
        String key =
            name.substring(map.getKey().length() + 1).toLowerCase(Locale.ROOT).replace('_', '.');
        ((ObjectNode) tree.at(pointer(map.getValue()))).put(key, value);
        return;
      }
    }
    if (name.matches(SERVICE_LINK)) {
      return;
    }
    for (Map.Entry<String, String> removed : removedKeys.entrySet()) {
      if (variable(removed.getKey()).equals(name)) {
        problems.add(name + ": this setting was removed; " + removed.getValue());
        return;
      }
    }
    String hint =
        Nearest.of(name, known.keySet()).map(near -> "; did you mean " + near + "?").orElse("");
    if (passedThrough.containsKey(name)) {
      hint = "; one variable per property, such as " + name + "_CLIENT_ID for client.id";
    } else if (name.startsWith(variable(PROFILES) + "_")
        && profiles().stream()
            .noneMatch(it -> name.startsWith(variable(PROFILES + "." + it) + "_"))) {
      hint = "; the profiles are " + profiles() + ", and a new one can come from the file only";
    }
    problems.add(name + ": there is no such setting" + hint);
  }

  private List<String> profiles() {
    return tree.at(pointer(PROFILES)).propertyStream().map(Map.Entry::getKey).sorted().toList();
  }

  /// Replaces every `${env:NAME}` and `${file:/path}`, and looks for what is missing; call it last.
  ///
  /// @param environment where the names are looked up
  public void complete(Map<String, String> environment) {
    for (String profile : profiles()) {
      for (String key : REQUIRED) {
        String path = PROFILES + "." + profile + "." + key;
        if (tree.at(pointer(path)).isMissingNode()) {
          problems.add(path + ": it must be set, as for every profile of your own");
        }
      }
    }
    resolve("", tree, defaults, new Placeholders(environment, problems));
  }

  private static void resolve(
      String parent, ObjectNode node, JsonNode shape, Placeholders placeholders) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String path = parent.isEmpty() ? entry.getKey() : parent + "." + entry.getKey();
      JsonNode value = entry.getValue();
      if (value instanceof ObjectNode section) {
        resolve(
            path,
            section,
            parent.equals(PROFILES) ? shape.path("prometheus") : shape.path(entry.getKey()),
            placeholders);
      } else if (value instanceof ArrayNode values) {
        for (int i = 0; i < values.size(); i++) {
          if (values.get(i).isTextual()) {
            values.set(i, placeholders.resolve(path, values.get(i).asText(), false));
          }
        }
      } else if (value.isTextual()) {
        entry.setValue(
            TextNode.valueOf(placeholders.resolve(path, value.asText(), shape.isEmpty())));
      }
    }
  }

  private static void collect(
      String parent,
      JsonNode node,
      JsonNode shape,
      Map<String, String> known,
      Map<String, String> passedThrough) {
    JsonNode keys = parent.equals(PROFILES) ? node : shape;
    for (Map.Entry<String, JsonNode> entry : keys.properties()) {
      String path = parent.isEmpty() ? entry.getKey() : parent + "." + entry.getKey();
      JsonNode child = parent.equals(PROFILES) ? shape.path("prometheus") : entry.getValue();
      if (!child.isObject()) {
        known.put(variable(path), path);
      } else if (child.isEmpty()) {
        passedThrough.put(variable(path), path);
      } else {
        collect(path, node.path(entry.getKey()), child, known, passedThrough);
      }
    }
  }

  private String hint(String parent, String path) {
    String key = path.substring(path.lastIndexOf('.') + 1);
    if (path.indexOf('.', parent.length() + 1) > 0
        && (parent.equals("kafka") || parent.equals("registry"))) {
      return "; properties that are passed through go below " + parent + ".properties";
    }
    Map<String, String> known = new TreeMap<>();
    Map<String, String> sections = new TreeMap<>();
    collect("", tree, defaults, known, sections);
    List<String> paths = new ArrayList<>(known.values());
    paths.addAll(sections.values());
    defaults.propertyStream().map(Map.Entry::getKey).forEach(paths::add);
    paths.addFirst(PROFILES);
    return Nearest.of(path, paths)
        .or(() -> paths.stream().filter(it -> it.endsWith("." + key)).findFirst())
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }

  /// The environment variable of a key.
  ///
  /// @param path the key with its sections, such as `kafka.bootstrap_servers`
  public static String variable(String path) {
    return ENVIRONMENT_PREFIX + path.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static String pointer(String path) {
    return path.isEmpty() ? "" : "/" + path.replace('.', '/');
  }

  private ArrayNode list(String text) {
    ArrayNode values = tree.arrayNode();
    Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .forEach(values::add);
    return values;
  }
}
