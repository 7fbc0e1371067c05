package io.gavel.judge.chat;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// A prompt in the Mustache language. Values are put in as they are, without escaping, and are
/// never looked at as templates themselves. For any number of threads.
final class PromptTemplate {
  /// What the language itself names inside of a list.
  private static final Set<String> PLACES = Set.of("-first", "-last", "-index");

  /// Strict: a name without a value is an error, of a section too. Only maps and lists are looked
  /// into; the library would otherwise call methods by their names.
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(false)
          .strictSections(true)
          .emptyStringIsFalse(true)
          .withCollector(
              new BasicCollector() {
                @Override
                public <K, V> Map<K, V> createFetcherCache() {
                  return new ConcurrentHashMap<>();
                }
              });

  private final Template template;
  private final Set<String> names;

  /// Compiles and checks it, and fills it once with each sort of request there is.
  ///
  /// @param text the template
  /// @throws IllegalArgumentException says, for a person, what is wrong with it
  PromptTemplate(String text) {
    Names found = new Names();
    try {
      template = COMPILER.compile(text);
      template.visit(found);
      names = Set.copyOf(found.names);
      Set<String> unknown = new TreeSet<>(names);
      unknown.removeAll(PromptValues.NAMES);
      unknown.removeAll(PLACES);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no {{%s}}; there are %s"
                .formatted(
                    unknown.iterator().next(),
                    String.join(", ", new TreeSet<>(PromptValues.NAMES))));
      }
      TrialValues.all().forEach(this::fill);
    } catch (MustacheException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Whether it shows a value, in whichever section.
  boolean shows(String name) {
    return names.contains(name);
  }

  /// The prompt.
  ///
  /// @param values by name, of all names
  String fill(Map<String, Object> values) {
    return template.execute(values);
  }

  /// Collects the names, and refuses what would read other files.
  private static final class Names implements Mustache.Visitor {
    private final Set<String> names = new TreeSet<>();

    @Override
    public void visitText(String text) {}

    @Override
    public void visitVariable(String name) {
      names.add(name);
    }

    @Override
    public boolean visitInclude(String name) {
      throw other(name);
    }

    @Override
    public boolean visitParent(String name) {
      throw other(name);
    }

    @Override
    public boolean visitBlock(String name) {
      throw other(name);
    }

    @Override
    public boolean visitSection(String name) {
      names.add(name);
      return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      return visitSection(name);
    }

    private static IllegalArgumentException other(String name) {
      return new IllegalArgumentException(
          "it takes in '%s', but a template is one file".formatted(name));
    }
  }
}
