package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewaySetup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("faults 1.4 and 1.5a: the upstream gets the caller's bytes")
class RequestBytesIT extends OnRig {
    /** Everything that a decode and encode would change. Valid where a schema of a tool stands. */
    private static final String ODD = """
            { "type":"object" , "properties":{}, "required":[], "enum":[ {
              "x-a":1.0, "x-b":1e400, "x-c":12345678901234567890, "x-d":"\\u0000", "x-e":-0, "x-f":1E+2,
              "\\u00e9":1, "e\u0301":2, "E\\u0301":3, "x-g":"\\/ \\ud83c\\udf0d 🌍", "x-h" : [ [], {} , null ,"" ] , "zebra":1, "apple":2} ]}""";

    private long refused;

    @Override
    long expectedRefusals() {
        return refused;
    }

    private static String tool(Dialect dialect, String name, String schema) {
        return switch (dialect) {
            case OPENAI, ZAI ->
                "{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"parameters\":" + schema + "}}";
            case ANTHROPIC -> "{\"name\":\"" + name + "\",\"input_schema\":" + schema + "}";
            case GEMINI, GEMINI_ARRAY -> "{\"name\":\"" + name + "\",\"parametersJsonSchema\":" + schema + "}";
        };
    }

    private static String body(Dialect dialect, String model, String tools) {
        String listed = dialect.isGemini() ? "[{\"functionDeclarations\":" + tools + "}]" : tools;
        String usual = dialect.body(false).replace("\"" + dialect.model + "\"", model);
        return "{ \"tools\":" + listed + " ,\n\t" + usual.substring(1);
    }

    private SeenRequest sent(Dialect dialect, String body) {
        try (RawClient client = rig.connect()) {
            client.send(RawClient.post(
                            dialect.path(Rig.alias(dialect), false), dialect.headers(GatewaySetup.KEY), body))
                    .response();
        }
        return rig.fake(dialect).lastRequest();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.4, rule 1: only the model is patched, however it is written")
    void onlyTheModelIsPatched(Dialect dialect) {
        String alias = Rig.alias(dialect);
        for (String written : List.of("\"" + alias + "\"", "  \"" + alias.replace("m", "\\u006d") + "\" ")) {
            String body = body(dialect, written, "[" + tool(dialect, "f", ODD) + "]");

            SeenRequest seen = sent(dialect, body);

            assertThat(seen.text()).isEqualTo(body.replace(written.strip(), "\"" + dialect.model + "\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.4: an empty list of tools stays an empty list")
    void emptyListStays(Dialect dialect) {
        String body = body(dialect, "\"" + dialect.model + "\"", "[]");

        SeenRequest seen = sent(dialect, body);

        assertThat(seen.text()).isEqualTo(body);
        // Whether a vendor takes one is the vendor's affair.
        refused = rig.fake(dialect).refusals().stream()
                .filter(refusal -> refusal.request().equals(seen))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 1.4: a number written 01 or a NaN is not JSON, and no call to the upstream")
    void notJson(Dialect dialect) {
        for (String value : List.of("01", "NaN", "+1", "1.", "'a'")) {
            String body =
                    body(dialect, "\"" + dialect.model + "\"", "[" + tool(dialect, "f", "{\"x\":" + value + "}") + "]");
            try (RawClient client = rig.connect()) {
                RawClient.Response response = client.send(RawClient.post(
                                dialect.path(dialect.model, false), dialect.headers(GatewaySetup.KEY), body))
                        .response();

                assertThat(response.status()).as(value + " " + response.text()).isEqualTo(400);
            }
        }
        assertThat(rig.fake(dialect).requests()).isEmpty();
    }

    @Test
    @DisplayName("fault 1.5a: forty tools, two hundred times and after a restart, one body")
    void oneBody() {
        List<Dialect> dialects = List.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI);
        dialects.forEach(dialect -> Many.of(200, 4, i -> sent(dialect, fortyTools(dialect))));
        rig.restart();
        dialects.forEach(dialect -> sent(dialect, fortyTools(dialect)));

        for (Dialect dialect : dialects) {
            String patched = fortyTools(dialect).replace(Rig.alias(dialect), dialect.model);
            assertThat(rig.fake(dialect).requests()).hasSize(201);
            assertThat(rig.fake(dialect).requests().stream().map(seen -> hash(seen.body())))
                    .containsOnly(hash(patched.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String fortyTools(Dialect dialect) {
        String tools = IntStream.range(0, 40)
                .mapToObj(i -> tool(dialect, "tool_" + (i * 7 % 40), ODD))
                .collect(Collectors.joining(",", "[", "]"));
        return body(dialect, "\"" + Rig.alias(dialect) + "\"", tools);
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
