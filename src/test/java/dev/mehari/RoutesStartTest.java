package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that cannot be used stop the start of the application, with a line for each fault. */
final class RoutesStartTest {
    @TempDir
    Path folder;

    @Test
    void aLineForEachFaultAndNothingElse() throws IOException {
        TestHome home = TestHome.shipped(folder)
                .route("chat", text -> text.replace("ref: models", "ref: modells"))
                .route("routing", text -> text.replace("method: \"refuse(", "method: \"refuze("))
                .newRoute("mine", """
                        - route:
                            id: mine
                            from:
                              uri: direct:mine
                              steps:
                                - to:
                                    uri: direct:nowhere
                        """);

        assertThat(faults(home).lines())
                .containsExactlyInAnyOrder(
                        "routes/chat.camel.yaml:" + line("chat", "id: resolve")
                                + ": there is no bean \"modells\", did you mean \"models\"?",
                        "routes/routing.camel.yaml:" + line("routing", "id: trial-too-long")
                                + ": the bean \"plan\" has no method \"refuze\", did you mean \"refuse\"?",
                        "routes/mine.camel.yaml:6: no route reads \"direct:nowhere\"");
    }

    @Test
    void brokenYaml() {
        TestHome home = TestHome.shipped(folder).newRoute("mine", "- route:\n    id: mine\n   from: {uri: x}\n");

        assertThat(faults(home)).startsWith("routes/mine.camel.yaml:3: ").hasLineCount(1);
    }

    /** The line above the first that holds this: where a step begins. */
    private int line(String route, String what) throws IOException {
        String text = Files.readString(folder.resolve("routes").resolve(route + ".camel.yaml"));
        return (int) text.substring(0, text.indexOf(what))
                .chars()
                .filter(c -> c == '\n')
                .count();
    }

    /** What {@code main} prints before it exits with 78; it exits only for what is worded here. */
    private static String faults(TestHome home) {
        Throwable failure = catchThrowable(() -> TestGateway.start(home).close());
        assertThat(failure).as("the start").isNotNull();
        String faults = StartFailure.faults(failure);
        assertThat(faults).as("%s", failure).isNotNull();
        return String.valueOf(faults);
    }
}
