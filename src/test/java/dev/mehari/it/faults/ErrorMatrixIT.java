package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of errors in {@code docs/operate.md}, row by row. */
@DisplayName("fault 1.28a: every error to every caller, from every kind of provider, whole and streamed")
class ErrorMatrixIT extends OnRig {
    private static final Map<String, String[]> TABLE = table();

    /** What a vendor does, by the row's name; those that are not here are tried one by one. */
    private static final Map<String, List<Answer>> VENDORS = Map.ofEntries(
            entry("the provider finds fault with the request", Answer.error(400, null, "no such field")),
            entry("the provider finds the request too large", Answer.error(413, null, "too many bytes")),
            entry("the conversation is longer than the model reads", Answer.error(400, null, "prompt is too long: 9")),
            entry(
                    "the provider's policy forbids it",
                    Answer.error(400, null, "Output blocked by content filtering policy")),
            entry(
                    "the provider refuses the gateway's key",
                    Answer.error(401),
                    Answer.error(403, null, "your key sk-1 may not")),
            entry("the provider does not know the configured model", Answer.error(404)),
            entry(
                    "the provider is asked too often",
                    Answer.error(429, null, "slow down, please").retryAfter(Duration.ofSeconds(7))),
            entry("the provider failed", Answer.error(500)),
            entry("a proxy before the provider failed", Answer.error(502), Answer.html(502)),
            entry("the provider says that it was too slow", Answer.error(504)),
            entry("the provider has too much to do", Answer.error(503), Answer.error(529)),
            entry("the provider answers with nonsense", Answer.html(200), Answer.json(200, "[")));

    private static Map.Entry<String, List<Answer>> entry(String row, Answer... answers) {
        return Map.entry(row, List.of(answers));
    }

    /** A row, who calls, and who is called. */
    record Case(String row, Caller caller, Vendor vendor, boolean stream) {
        @Override
        public String toString() {
            return row + ": " + caller + " at " + vendor + (stream ? ", streamed" : "");
        }
    }

    /** Cells by the name of their row. */
    private static Map<String, String[]> table() {
        String document;
        try {
            document = Files.readString(Path.of("docs/operate.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String[]> rows = new LinkedHashMap<>();
        document.substring(document.indexOf("\n## Errors\n"), document.indexOf("\n## Metrics\n"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
                .forEach(cells -> rows.put(cells[0], cells));
        return rows;
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String row : VENDORS.keySet()) {
            Caller.withEvents()
                    .forEach(caller -> Vendor.PROTOCOLS.forEach(vendor -> {
                        cases.add(new Case(row, caller, vendor, false));
                        cases.add(new Case(row, caller, vendor, true));
                    }));
        }
        return cases.stream();
    }

    static Stream<Case> callers() {
        return Caller.withEvents()
                .flatMap(caller -> Stream.of(
                        new Case("", caller, Vendor.ANTHROPIC, false), new Case("", caller, Vendor.CHAT, true)));
    }

    @Test
    @DisplayName("every row of the table is tried")
    void rows() throws IOException {
        String test = Files.readString(Path.of("src/test/java/dev/mehari/it/faults/ErrorMatrixIT.java"));
        assertThat(TABLE).hasSizeGreaterThan(16).allSatisfy((row, cells) -> {
            assertThat(cells).hasSize(5);
            assertThat(test).contains("\"" + row + "\"");
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void vendors(Case one) {
        for (Answer answer : Objects.requireNonNull(VENDORS.get(one.row()))) {
            rig.playing(one.vendor(), answer);
            holds(one.row(), one, call(one, one.vendor().alias()));
        }
    }

    private RawClient.Response call(Case one, String alias, String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 1);
        all[more.length] = one.caller().asks("hi");
        return rig.send(one.caller().request(alias, one.stream(), all));
    }

    @ParameterizedTest
    @MethodSource("callers")
    @DisplayName("out of money, by each vendor's own sign of it")
    void unpaid(Case one) {
        Answer answer = one.vendor() == Vendor.ANTHROPIC
                ? Answer.error(400, null, "Your credit balance is too low")
                : Answer.error(429, "insufficient_quota", "You exceeded your current quota");
        rig.playing(one.vendor(), answer);
        RawClient.Response reply = call(one, one.vendor().alias());
        holds("the provider wants to be paid", one, reply);
        assertThat(reply.headers().first("x-should-retry")).isEqualTo("false");
    }

    @ParameterizedTest
    @MethodSource("callers")
    void silent(Case one) {
        rig.playing(one.vendor(), Answer.silence());
        holds("the provider does not answer in time", one, call(one, Rig.hasty(one.vendor())));
        rig.playing(one.vendor(), Answer.text("late").headersOnly());
        holds("the provider does not answer in time", one, call(one, Rig.hasty(one.vendor())));
    }

    @ParameterizedTest
    @MethodSource("callers")
    void away(Case one) {
        FakeProvider fake = rig.fake(one.vendor());
        fake.goDown();
        try {
            holds("the provider cannot be reached", one, call(one, one.vendor().alias()));
        } finally {
            fake.comeBack();
        }
    }

    @ParameterizedTest
    @MethodSource("callers")
    void ownMistakes(Case one) {
        String good = one.caller()
                .request(one.vendor().alias(), one.stream(), one.caller().asks("hi"));
        holds("the key is not known", one, rig.send(good.replace(GatewaySetup.KEY, "pk_of-nobody-0123456789abcdef")));
        holds("the body is no JSON", one, rig.send(good.replaceFirst("\\{", "[")));
        holds("the model is not known", one, call(one, "no-such-model-anywhere"));
        if (!one.vendor().speaks(one.caller())) {
            holds(
                    "the target cannot be told what is asked",
                    one,
                    call(one, one.vendor().alias(), hosted(one.caller())));
        }
    }

    /** A tool that only the caller's own vendor runs. */
    private static String hosted(Caller caller) {
        return switch (caller) {
            case CHAT, RESPONSES -> "\"tools\":[{\"type\":\"computer_use_preview\"}]";
            case MESSAGES -> "\"tools\":[{\"type\":\"bash_20250124\",\"name\":\"bash\"}]";
            case GEMINI, GEMINI_ARRAY -> "\"tools\":[{\"codeExecution\":{}}]";
        };
    }

    private static void holds(String row, Case one, RawClient.Response reply) {
        String[] cells = Objects.requireNonNull(TABLE.get(row), row);
        String shown = one + "\n" + reply.status() + " " + reply.headers() + "\n" + reply.text();
        String[] words = cells[
                switch (one.caller()) {
                    case CHAT, RESPONSES -> 1;
                    case MESSAGES -> 2;
                    case GEMINI, GEMINI_ARRAY -> 3;
                }]
                .split(" ", -1);
        JsonNode root = Heard.json(reply.text());
        JsonNode error = root.path("error");
        assertThat(error.path("message").isTextual()).as(shown).isTrue();
        assertThat(error.path("message").asText()).as(shown).isNotBlank().doesNotContain("sk-1", "{");
        assertThat(reply.headers().first("x-mehari-error-origin")).as(shown).isEqualTo(cells[4]);
        assertThat(reply.headers().first("content-type")).startsWith("application/json");
        boolean itself = one.vendor().speaks(one.caller()) && vendorsOwn(row);
        if (!itself) {
            assertThat(reply.status()).as(shown).isEqualTo(Integer.parseInt(words[0]));
        }
        switch (one.caller()) {
            case CHAT, RESPONSES -> {
                assertThat(error.has("param")).as(shown).isTrue();
                fits(error.path("type"), itself ? null : words[1], shown);
                fits(error.path("code"), itself ? null : words[2], shown);
            }
            case MESSAGES -> {
                assertThat(root.path("type").asText()).as(shown).isEqualTo("error");
                fits(error.path("type"), itself ? null : words[1], shown);
                assertThat(reply.headers().first("request-id"))
                        .isEqualTo(reply.headers().first("x-request-id"));
            }
            case GEMINI, GEMINI_ARRAY -> {
                assertThat(error.path("code").asInt()).as(shown).isEqualTo(reply.status());
                fits(error.path("status"), itself ? null : words[1], shown);
            }
        }
        if (row.equals("the provider is asked too often")) {
            assertThat(reply.headers().first("retry-after")).as(shown).isBetween("5", "7");
        }
    }

    /** Whether the words of a vendor of the caller's protocol pass as they are. */
    private static boolean vendorsOwn(String row) {
        return VENDORS.containsKey(row)
                && !row.contains("key")
                && !row.contains("model,")
                && !row.contains("configured")
                && !row.contains("nonsense");
    }

    private static void fits(JsonNode value, @Nullable String expected, String shown) {
        if (expected != null) {
            assertThat(value.asText()).as(shown).isEqualTo(expected);
        } else {
            assertThat(value.isTextual() || value.isNull()).as(shown).isTrue();
        }
    }
}
