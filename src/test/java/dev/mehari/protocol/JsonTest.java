package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonTest {
    /** A name that the table kept would be the same object again, and kept for ever. */
    @Test
    void theNamesOfABodyAreForgottenWithIt() throws IOException {
        assertThat(name()).isEqualTo("chosen-by-a-stranger").isNotSameAs(name());
    }

    private static String name() throws IOException {
        try (JsonParser parser = Json.parser(Json.utf8("{\"chosen-by-a-stranger\":1}"))) {
            parser.nextToken();
            return parser.nextFieldName();
        }
    }
}
