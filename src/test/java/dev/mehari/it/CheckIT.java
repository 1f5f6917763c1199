package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("faults 5.1: the command check of the packaged jar; what it refuses stands in RefusedStartIT")
class CheckIT {
    @Test
    void aGoodHomeIsOneLineAndTheDataFolderStaysEmpty() throws IOException {
        GatewaySetup setup = GatewayProcess.setup().env("OPENAI_API_KEY", "sk-openai-0123456789");
        String said = run(setup.arguments("check"), 0);
        assertThat(said).startsWith("fine: ").contains("4 of them on").hasLineCount(1);
        try (Stream<Path> left = Files.list(setup.data())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void schemasAreWrittenBesideIt() {
        GatewaySetup setup = GatewayProcess.setup();
        String said = run(setup.arguments("check", "--schemas", "docs/schema"), 0);
        assertThat(said).contains("schemas in docs/schema").hasLineCount(2);
        assertThat(setup.home().resolve("docs/schema/models.schema.json")).isNotEmptyFile();
        assertThat(setup.home().resolve("docs/schema/camel-yaml-dsl.json")).isNotEmptyFile();
    }

    @Test
    void anythingElseIsAnsweredWithHowItIsUsed() {
        for (String[] words : new String[][] {{"chekc"}, {"check", "config"}, {"check", "--schemas"}}) {
            assertThat(run(GatewayProcess.setup().arguments(words), 64)).startsWith("usage: java -jar mehari-exec.jar");
        }
    }

    private static String run(GatewaySetup setup, int expected) {
        try (GatewayProcess process = setup.launch()) {
            int code = process.awaitExit();
            assertThat(code).as(process.output()).isEqualTo(expected);
            return process.output();
        }
    }
}
