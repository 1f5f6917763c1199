package dev.mehari.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an object of the database stands in the way of another one's end. */
final class UsesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what goes    | what stays                                                                   | is used
                "models/gold    | {\"targets\":[\"a/b\"],\"rules\":[{\"name\":\"x\",\"model\":\"gold\"}]}      | true",
                "models/gold    | {\"targets\":[\"a/b\"],\"rules\":[{\"name\":\"gold\",\"refuse\":\"no\"}]}    | false",
                "models/gold    | {\"targets\":[\"a/b\"],\"rules\":[{\"name\":\"x\",\"refuse\":\"no\","
                        + "\"conditions\":{\"field\":\"headers.x-tier\",\"operator\":\"eq\",\"value\":\"gold\"}}]} | false",
                "models/gold    | {\"targets\":[\"a/b\"],\"rules\":[{\"name\":\"x\",\"upstream\":\"a\",\"model\":\"gold\"}]} | false",
                "models/sticky  | {\"targets\":[\"a/b\"],\"strategy\":\"sticky\"}                              | false",
                "upstreams/a    | {\"targets\":[\"a/b\"]}                                                      | true",
                "upstreams/a    | {\"targets\":[{\"target\":\"a/b\",\"weight\":2}]}                            | true",
                "upstreams/a    | {\"targets\":[\"ab/c\"],\"on-context-length\":\"a/long\"}                    | true",
                "upstreams/a    | {\"targets\":[\"ab/c\"],\"rules\":[{\"name\":\"x\",\"upstream\":\"a\"}]}     | true",
                "upstreams/a    | {\"targets\":[\"ab/c\"]}                                                     | false",
            })
    void whoNamesIt(String gone, String stays, boolean used) {
        String[] parts = gone.split("/", -1);
        Kind kind = Kind.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT));
        Draft draft = new Draft(kind, parts[1], null, new Draft.Expected.Any());

        List<String> users = Uses.of(draft, List.of(new OverlayObject(Kind.MODELS, "other", 1, stays)), List.of());

        assertThat(users).isEqualTo(used ? List.of("models/other") : List.of());
    }
}
