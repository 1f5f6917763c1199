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
                        VendorQuirks.words().stream(), Stream.of(Quirk.values()).map(Quirk::id))
                .toList();
        assertThat(words).doesNotHaveDuplicates().hasSizeGreaterThan(40).allSatisfy(word -> {
            assertThat(VendorQuirks.named(word)).as(word).isNotEmpty();
            assertThat(page).contains("| `" + word + "` |");
        });
        assertThat(VendorQuirks.named("no-such")).isEmpty();
    }

    @Test
    void whatOnlyAddsToOpenAiIsHarmless() {
        assertThat(VendorQuirks.named("azure")).allMatch(Quirk::harmless);
        assertThat(VendorQuirks.named("zai")).anyMatch(quirk -> !quirk.harmless());
        assertThat(Quirk.THINK_TAGS.harmless()).isFalse();
    }
}
