package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsTest {
    @Test
    void eachTargetHasSomeToBeginWith(@TempDir Path folder) throws IOException {
        Seeds.main(new String[] {folder.toString()});

        assertThat(folder.resolve("words")).isNotEmptyFile();
        for (Target target : new Target[] {Target.SSE, Target.ARRAY, Target.REQUEST, Target.REPLY, Target.STREAM}) {
            assertThat(folder.resolve(target.name().toLowerCase(java.util.Locale.ROOT)))
                    .isNotEmptyDirectory();
        }
    }
}
