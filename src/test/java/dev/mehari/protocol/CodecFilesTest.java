package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tables of docs/architecture.md name what the codecs are made of, and all that several of them have. */
class CodecFilesTest {
    private static final Path FOLDER = Path.of("src/main/java/dev/mehari/protocol");
    private static final List<String> CODECS = List.of("openai", "responses", "anthropic", "gemini");
    private static final String SHARED = "openaicommon";
    private static final Pattern NAMES = Pattern.compile("(?m)^\\| (`[A-Z][^|]*`) \\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void everyCodecHasTheFilesThatEachHas() throws IOException {
        assertThat(table("In each of them:")).hasSizeGreaterThan(15);
        for (String codec : CODECS) {
            assertThat(files(codec)).as(codec).containsAll(table("In each of them:"));
        }
    }

    @Test
    @DisplayName("what only some have is somewhere, and what two have is in a table")
    void noRoleIsWithoutItsPlaceInTheTables() throws IOException {
        Set<String> some = table("Where a protocol has what they are for:");
        Set<String> anywhere = new TreeSet<>(files(SHARED));
        Set<String> twice = new TreeSet<>();
        for (String codec : CODECS) {
            files(codec).stream().filter(name -> !anywhere.add(name)).forEach(twice::add);
        }
        assertThat(anywhere).containsAll(some);
        twice.removeAll(some);
        twice.removeAll(table("In each of them:"));
        assertThat(twice).isEmpty();
    }

    private static Set<String> table(String above) throws IOException {
        String text = Files.readString(Path.of("docs/architecture.md"));
        int from = text.indexOf(above);
        assertThat(from).as(above).isPositive();
        String table = text.substring(from, text.indexOf("\n\n", from + above.length() + 2));
        Set<String> names = new TreeSet<>();
        NAMES.matcher(table)
                .results()
                .forEach(row -> NAME.matcher(row.group(1)).results().forEach(name -> names.add(name.group(1))));
        return names;
    }

    private static Set<String> files(String codec) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(codec))) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .forEach(names::add);
            return names;
        }
    }
}
