package io.gavel.docs;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The pages of `docs/reference` against the code that they are made from; that of the meters is in
/// `CatalogueTest`.
final class ReferencePagesTest {
  @Test
  void everySettingIsOnItsPage() throws IOException {
    ConfigurationPage.made().assertIsKept();
  }

  @Test
  void everyCommandIsOnItsPage() throws IOException {
    CommandsPage.made().assertIsKept();
  }

  @Test
  void everyTopicAndEveryFieldIsOnItsPage() throws IOException {
    TopicsPage.made().assertIsKept();
  }
}
