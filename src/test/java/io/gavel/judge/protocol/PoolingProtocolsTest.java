package io.gavel.judge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Form;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What [io.gavel.judge.rewardmodel]'s tests of the whole stack leave over.
class PoolingProtocolsTest {
  private static final List<Protocol> ALL =
      List.of(
          new Classification("m", false),
          new Scoring("m", false),
          new Pooling("m", false, ""),
          new Prediction(false));

  @ParameterizedTest
  @CsvSource({
    "http://host:8000/v1, http://host:8000/classify",
    "http://host:8000, http://host:8000/classify",
    "https://host/team/v1, https://host/team/classify",
    "http://host/v11, http://host/v11/classify"
  })
  void theApiIsAtTheRootOfTheServer(String base, String url) {
    assertThat(new Classification("m", false).url(base)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "\"a\"",
        "[]",
        "{}",
        "[[]]",
        "[[[]]]",
        "{\"data\":[]}",
        "{\"data\":[{}]}",
        "{\"data\":{\"0\":1}}",
        "{\"data\":[[]]}",
        "{\"data\":[{\"probs\":[],\"data\":[]}]}",
        "{\"data\":[{\"data\":[[],[]]}]}"
      })
  void aBodyWithoutNumbersHoldsNoAnswer(String body) throws Exception {
    for (Protocol protocol : ALL) {
      assertThat(protocol.answers(new JsonMapper().readTree(body))).as("%s", protocol).isEmpty();
    }
  }

  @Test
  void whatIsNoNumberIsNaN() throws Exception {
    String body = "{\"data\":[{\"data\":[null,\"1\",[true,2],{\"a\":1}]}]}";
    assertThat(new Pooling("m", false, "").answers(new JsonMapper().readTree(body)))
        .isEqualTo(
            List.of(
                Answer.Numbers.of(List.of(Double.NaN, Double.NaN, Double.NaN, 2.0, Double.NaN))));
  }

  @Test
  void aPromptOfAnotherClassIsRefusedWithoutItsText() {
    for (Protocol protocol : ALL) {
      assertThatThrownBy(
              () -> protocol.body(new Prompt.Text("secret", new Form.Free()), new Sampling(1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(
            () -> new Scoring("m", true).body(new Prompt.Input(List.of("a")), new Sampling(1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
