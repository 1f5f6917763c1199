package dev.mehari.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page tells what the code does, and the code drops nothing in silence. */
class CompatibilityTest {
    /** Run by {@code make compatibility}. */
    private static final boolean WRITE = Boolean.getBoolean("mehari.compatibility.write");

    private static final Path FILE = Path.of("docs/compatibility.md");

    private final Page page = new Page();

    @Test
    void theCommittedPageIsThatOfTheCode() throws IOException {
        String text = page.text();
        if (WRITE) {
            Files.writeString(FILE, text);
        }
        assertThat(FILE)
                .as("run \"make compatibility\" after a change of what translation does")
                .hasContent(text);
    }

    @Test
    void nothingIsLostInSilence() {
        page.text();
        assertThat(page.silent()).isEmpty();
    }

    @Test
    void everyFeatureIsAskedForBySomebody() {
        assertThat(page.strangers()).isEmpty();
    }
}
