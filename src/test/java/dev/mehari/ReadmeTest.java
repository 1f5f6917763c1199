package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README and docs name is there: files, make targets, variables, beans, paths, metrics. */
final class ReadmeTest {
    private final Facts facts = Facts.of(Path.of(""));

    @Test
    void documentsNameOnlyWhatIsThere() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path document : documents()) {
            new Document(document.toString(), Files.readString(document))
                    .wrong(facts).stream().map(w -> document + ": " + w).forEach(wrong::add);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aDocumentThatNamesSomethingElseIsFound() {
        Document document = new Document("docs/made-up.md", """
                Run `make everything`, edit `routes/nowhere.camel.yaml` and [read](nothing.md) the rest.
                Set `MEHARI_NO_SUCH_THING`, watch `mehari_no_such_total`, read `${body.color}` or `${body.caller.shoe}`.

                | `keys` | `forge` | steps |
                | `nobody` | `authenticate` | steps |

                ```sh
                make nonsense
                ./mvnw no:such; curl http://localhost:8080/api/admin/nothing -H "Authorization: Bearer $NO_SUCH_KEY"
                ```

                ```yaml
                key: [
                ```
                """);
        assertThat(document.wrong(facts))
                .containsExactlyInAnyOrder(
                        "no make target \"everything\"",
                        "no make target \"nonsense\"",
                        "no file routes/nowhere.camel.yaml",
                        "no file behind the link nothing.md",
                        "nothing reads the variable MEHARI_NO_SUCH_THING",
                        "nothing reads the variable NO_SUCH_KEY",
                        "no metric mehari_no_such_total",
                        "a body has no \"color\"",
                        "a body's caller has no \"shoe\"",
                        "no step keys.forge",
                        "no step nobody.authenticate",
                        "nothing at the path /api/admin/nothing",
                        "a YAML block that is none");
    }

    @Test
    void everyVariableThatIsReadIsWrittenDown() throws IOException {
        String written = Files.readString(Path.of("README.md")) + Files.readString(Path.of("docs/operate.md"));
        assertThat(facts.variablesRead())
                .isNotEmpty()
                .allSatisfy(v -> assertThat(written).contains("`" + v + "`"));
    }

    @Test
    void everyBeanAndEveryStepOfTheShippedRoutesIsWrittenDown() throws IOException {
        String routes = Files.readString(Path.of("docs/routes.md"));
        assertThat(facts.beans().keySet())
                .isNotEmpty()
                .allSatisfy(bean -> assertThat(routes).contains("`" + bean + "`"));
        assertThat(facts.stepsOfShippedRoutes())
                .isNotEmpty()
                .allSatisfy(step -> assertThat(routes)
                        .containsPattern("\\| `" + step.getKey() + "` \\| `" + step.getValue() + "[(`]"));
    }

    @Test
    void theAliasOfTheReadmeIsOneTheGatewayTakes() throws IOException {
        String block = new Document("README.md", Files.readString(Path.of("README.md")))
                .blocks("yaml").stream()
                        .filter(b -> b.startsWith("models:"))
                        .findFirst()
                        .orElseThrow();
        Map<String, byte[]> files =
                new TreeMap<>(ConfigSource.folder(Path.of("config")).files());
        files.put("models.yaml", block.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(ConfigLoader.load(ConfigSource.of("README", files), Map.of("MEHARI_DEMO_URL", "http://127.0.0.1:1"))
                        .models()
                        .aliases())
                .containsKey("fast");
    }

    private static Set<Path> documents() throws IOException {
        Set<Path> documents = new TreeSet<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            files.filter(f -> f.toString().endsWith(".md")).forEach(documents::add);
        }
        assertThat(documents).hasSizeGreaterThan(5);
        return documents;
    }
}
