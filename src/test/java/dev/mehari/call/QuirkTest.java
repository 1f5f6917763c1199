package dev.mehari.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuirkTest {
    @Test
    void everyWordStandsForSomethingAndIsExplained() throws IOException {
        String page = Files.readString(Path.of("docs/operate.md"));
        List<String> words = Stream.concat(
                        Quirk.vendors().stream(), Stream.of(Quirk.values()).map(Quirk::id))
                .toList();
        assertThat(words).doesNotHaveDuplicates().hasSizeGreaterThan(40).allSatisfy(word -> {
            assertThat(Quirk.named(word)).as(word).isNotEmpty();
            assertThat(page).contains("| `" + word + "` |");
        });
        assertThat(Quirk.named("no-such")).isEmpty();
    }

    @Test
    void whatOnlyAddsToOpenAiIsHarmless() {
        assertThat(Quirk.named("azure")).allMatch(Quirk::harmless);
        assertThat(Quirk.named("zai")).anyMatch(quirk -> !quirk.harmless());
        assertThat(Quirk.THINK_TAGS.harmless()).isFalse();
    }
}
