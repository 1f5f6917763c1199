package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mehari.protocol.Seeded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Files that somebody is in the middle of editing: whatever stands in them is a snapshot or faults, nothing else. */
class ConfigGarbageTest {
    private static final int ROUNDS = Seeded.times(1500);
    private static final List<String> PIECES = List.of(
            "\n", "  ", ": ", "- ", "{", "}", "[", "]", "\"", "'", "#", "*", "&a ", "*a", "!!map ", "<<: *a", "? ",
            "|\n", "${", "}", "${X:", "\t", "null", "~", "0", "-1", "env:", "file:/", "/", "%", "@", "---\n", "\u0000",
            "\uFEFF");

    @Test
    void brokenFilesAreFaultsAndNothingElse() throws Exception {
        Seeded seeded = Seeded.fresh();
        Random random = seeded.random();
        Map<String, String> files = new TreeMap<>();
        for (String name : ConfigFiles.READ) {
            files.put(name, Files.readString(Path.of("config", name)));
        }
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, byte[]> broken = new TreeMap<>();
            files.forEach((name, text) -> broken.put(name, mutate(text, random).getBytes(StandardCharsets.UTF_8)));
            try {
                ConfigLoader.load(ConfigSource.of("garbage", broken), Map.of("MEHARI_DEMO_URL", "http://127.0.0.1:1"));
                broken.forEach((name, bytes) -> assertThat(ConfigSchemas.faults(name, bytes))
                        .as("of the schema, %s, %s", seeded, new String(bytes, StandardCharsets.UTF_8))
                        .isEmpty());
            } catch (ConfigException e) {
                refused++;
                assertThat(e.faults())
                        .as("%s", seeded)
                        .isNotEmpty()
                        .allSatisfy(f -> assertThat(f.toString()).isNotBlank().doesNotContain("\n"));
            } catch (RuntimeException | StackOverflowError e) {
                fail(seeded + " round " + round, e);
            }
        }
        assertThat(refused).as("%s", seeded).isGreaterThan(ROUNDS / 2);
    }

    private static String mutate(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(changed.length());
            if (random.nextBoolean()) {
                changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            } else {
                changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(12)));
            }
        }
        return changed.toString();
    }
}
