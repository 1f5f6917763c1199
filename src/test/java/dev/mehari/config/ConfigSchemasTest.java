package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The schemas that editors read and the loader take the same files. What every valid file of the other tests says to its
 * schema is asked in {@link Snippets#load}.
 */
class ConfigSchemasTest {
    /** Run by {@code make schemas}. */
    private static final boolean WRITE = Boolean.getBoolean("mehari.schemas.write");

    static final List<String> FILES = ConfigFiles.READ;

    @Test
    void theCommittedFilesAreThoseOfTheReaders() throws IOException {
        for (Map.Entry<Path, String> schema : ConfigSchemas.made().entrySet()) {
            if (WRITE) {
                Files.writeString(schema.getKey(), schema.getValue());
            }
            assertThat(schema.getKey())
                    .as("run \"make schemas\" after a change of the keys")
                    .hasContent(schema.getValue());
        }
    }

    @Test
    void camelsOwnIsThatOfTheVersionInUse() throws IOException {
        Path file = Path.of("docs/schema/camel-yaml-dsl.json");
        try (var in = ConfigSchemasTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            byte[] shipped = in == null ? new byte[0] : in.readAllBytes();
            if (WRITE) {
                Files.write(file, shipped);
            }
            assertThat(file).as("run \"make schemas\"").hasBinaryContent(shipped);
        }
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void whatIsShippedNamesItsSchemaAndPasses(String name) throws IOException {
        Path file = Path.of("config", name);
        String first = Files.readAllLines(file).getFirst();
        String prefix = "# yaml-language-server: $schema=";
        assertThat(first).startsWith(prefix);
        assertThat(file.resolveSibling(first.substring(prefix.length())).normalize())
                .isEqualTo(ConfigSchemas.path(name))
                .exists();
        assertThat(ConfigSchemas.faults(name, Files.readAllBytes(file))).isEmpty();
        // What is commented out is a file somebody will write.
        String samples = Files.readString(file).replaceAll("(?m)^( +)# (?=( *(- )?[\\w-]+[:/]| *- ))", "$1");
        if (name.equals(ConfigFiles.MODELS) || name.equals(ConfigFiles.UPSTREAMS)) {
            assertThat(samples).isNotEqualTo(Files.readString(file));
            assertThat(ConfigSchemas.faults(name, samples.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    upstream | timeuots: {}                              # unknown key
                    upstream | concurrency: {queue: 2s}                  # no max
                    upstream | timeouts: {connect: 5}                    # no unit
                    upstream | timeouts: {connect: 0s}
                    upstream | timeouts: {connect: 25h}
                    upstream | timeouts: {connect: 86401s}
                    upstream | timeouts: {gpa: 1s}
                    upstream | timeouts: 5s                              # wrong type
                    upstream | timeouts:                                 # no value
                    upstream | timeouts: {keepalive: -1s}
                    upstream | breaker: {failure-rate: 0}
                    upstream | breaker: {failure-rate: 101}
                    upstream | breaker: {failure-rate: "101"}            # quoted
                    upstream | breaker: {window: 1.5}
                    upstream | pool: {max-connections: 0}
                    upstream | pool: {max-connections: 100001}
                    upstream | pool: {warm: perhaps}
                    upstream | pool: {warm: [true]}
                    upstream | verbose: maybe
                    upstream | quirks: usage-always                      # no list
                    upstream | quirks: [usage-alway]
                    upstream | credentials: [{id: a}]
                    upstream | credentials: [{id: a, key: sk-secret}]
                    upstream | credentials: [{id: a, key: "${KEY}"}]
                    upstream | credentials: [{id: a b, key: "env:KEY"}]
                    upstream | credentials: [{id: a, key: "env:K-E-Y"}]
                    upstream | credentials: [{id: a, key: "env:KEY", weight: 0}]
                    upstream | cooldown: {rate-limit: 60s}
                    upstream | cooldown: {failure-rate: 0}
                    upstream | cooldown: {for: 0s}
                    upstream | credential-pool: {rotation: random}
                    upstream | credentials-file: /etc/token.json
                    upstream | credential-pool: {degraded-after: 0}
                    upstream | credential-pool: {rest: 0s}
                    upstream | headers: {Authorization: x}
                    upstream | headers: {content-length: 1}
                    upstream | headers: {"a b": x}
                    upstream | headers: {x-a: "ä"}
                    upstream | proxy: https://proxy:1
                    upstream | proxy: http://proxy
                    upstream | ca: /etc/ca.pem
                    address  | api.openai.com/v1
                    address  | ftp://api.openai.com
                    address  | https:///v1
                    address  | https://my_host/v1
                    address  | https://u:pw@host/v1
                    address  | https://host/v1?key=x
                    address  | https://host/v1#x
                    address  | https://ho st/v1
                    name     | OpenAI
                    name     | a_b
                    name     | models
                    upstream | route: ask-codegen                        # no direct:
                    upstream | options: {Org: x}
                    upstream | sessions: {min: 0}
                    upstream | sessions: {scale-up-at: 1.5}
                    upstream | sessions: {coldown: 1s}
                    protocol | openay
                    protocol | webchat
                    alias    | stratgey: ordered
                    alias    | strategy: wieghted
                    alias    | thinking: tag
                    alias    | on-loss: refused
                    alias    | on-context-length: big
                    alias    | rules: [{all: []}]
                    alias    | timeouts: {connect: 1s}
                    alias    | defaults: {temprature: 1}
                    alias    | defaults: {temperature: 2.1}
                    alias    | defaults: {top_p: -0.1}
                    alias    | defaults: {max_tokens: 0}
                    alias    | defaults: {seed: 1.5}
                    upstream | defaults: {max-tokens: 5}
                    target   | gpt-5
                    target   | openai/
                    target   | /gpt-5
                    target   | "openai/gpt 5"
                    target   | "openai/*"                                # the alias has no star
                    target   | "openai/gpt-*"
                    target   | {target: openai/a, weight: -1}
                    target   | {target: openai/a, when: [{field: model}]}
                    target   | {targt: openai/a}
                    models   | models: {fast: {targets: []}}
                    models   | models: {fast: {}}
                    models   | models: {fast: openai/gpt-5}
                    models   | models: {"g*t": {targets: [openai/gpt-5]}}
                    models   | models: {"a b": {targets: [openai/gpt-5]}}
                    models   | models: {"gpt-*": {targets: ["openai/gpt-*"]}}
                    capable  | openai/gpt-5: {samplng: true}
                    capable  | openai/gpt-5: {sampling: perhaps}
                    capable  | openai/gpt-5: {thinking: [hard]}
                    capable  | openai/gpt-5: {thinking: [enabled, enabled]}
                    capable  | openai/gpt-5: {effort: low}
                    capable  | openai/gpt-5: {effort: [lots]}
                    capable  | openai/gpt-5: {max-output-tokens: -1}
                    capable  | openai/gpt-5: {default-max-tokens: 0}
                    capable  | openai/gpt-5: {date: today}
                    capable  | gpt-5: {sampling: true}
                    capable  | "openai/gpt*5": {sampling: true}
                    capable  | "op*/gpt-5": {sampling: true}
                    models   | {}
                    price    | {input: -0.1, output: 1, date: 2026-10-05}
                    price    | {input: 2001, output: 1, date: 2026-10-05}
                    price    | {input: 0.000003, output: 1, date: 2026-10-05}
                    price    | {input: $1, output: 1, date: 2026-10-05}
                    price    | {input: 1, output: 1}
                    price    | {input: 1, date: 2026-10-05}
                    price    | {input: 1, output: 1, date: 10/05/2026}
                    price    | {input: 1, output: 1, date: 2026-10-05, cached_input: 1}
                    prices   | prices: {}
                    prices   | {version: a, prices: {gpt-5: {input: 1, output: 1, date: 2026-10-05}}}
                    prices   | {version: a, prices: {"openai/a*b": {input: 1, output: 1, date: 2026-10-05}}}
                    failover | retires: {max-attempts: 3}
                    failover | attempts: {max: 0}
                    failover | attempts: {max: 101}
                    failover | attempts: 6
                    failover | retry: {max-attempts: 21}
                    failover | retry: {delay: 5}
                    failover | retry: {max-delay: 0s}
                    failover | failover: {switch-on: any4xx}
                    failover | then: {retry: [upstream_eror]}
                    failover | then: {next: upstream_error}
                    failover | then: {retry: [upstream_unavailable]}
                    failover | then: {next: [upstream_error, upstream_error]}
                    failover | meanings: {status: [400]}
                    failover | meanings: [{status: [400]}]
                    failover | meanings: [{means: upstream_error}]
                    failover | meanings: [{status: [], means: upstream_error}]
                    failover | meanings: [{status: [399], means: upstream_error}]
                    failover | meanings: [{status: [201], means: upstream_error}]
                    failover | meanings: [{status: [4xx], means: upstream_error}]
                    failover | meanings: [{code: [[x]], means: upstream_error}]
                    failover | meanings: [{code: [" "], means: upstream_error}]
                    failover | meanings: [{code: [x], means: upstream_err}]
                    """)
    void whatTheLoaderRefusesTheSchemaRefuses(String where, String text) {
        Snippets files = wrong(where, text);
        assertThat(files.refused()).as("by the loader").isTrue();
        assertThat(files.schemaFaults()).as("by the schema").isNotEmpty();
    }

    private static Snippets wrong(String where, String text) {
        Snippets valid = Snippets.valid();
        String upstreams = Snippets.UPSTREAMS;
        return switch (where) {
            case "upstream" -> valid.upstream(text);
            case "address" ->
                valid.with("upstreams.yaml", upstreams.replace("https://api.openai.com/v1", quoted(text)));
            case "name" -> valid.with("upstreams.yaml", upstreams.replace("  openai:", "  " + text + ":"));
            case "protocol" -> valid.with("upstreams.yaml", upstreams.replace(": openai", ": " + text));
            case "alias" -> valid.alias(text);
            case "target" -> valid.with("models.yaml", "models:\n  fast:\n    targets:\n      - " + text + "\n");
            case "capable" -> valid.with("models.yaml", Snippets.MODELS + "capabilities:\n  " + text + "\n");
            case "price" -> valid.with("prices.yaml", "version: a\nprices:\n  openai/a: " + text + "\n");
            default -> valid.with(where + ".yaml", text + "\n");
        };
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    /** An editor must not complain of what works: numbers in quotes, variables anywhere, words of every kind. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    upstream | timeouts: {connect: 24h, gap: 86400s, total: 1440m, first-event: 86400000ms, keepalive: 0}
                    upstream | breaker: {failure-rate: "100", window: 100000, minimum-calls: "99999"}
                    upstream | pool: {max-connections: "${NO_SUCH:20}", warm: "${NO_SUCH:true}", disabled: "false"}
                    upstream | timeouts: {connect: "${NO_SUCH:5s}"}
                    upstream | quirks: []
                    upstream | headers: {x-number: 5, X-Flag: true, x-text: "a ${NO_SUCH:b}"}
                    upstream | proxy: http://proxy.internal:3128/
                    upstream | credentials: [{id: 5, key: "env:NO_SUCH"}]
                    address  | HTTP://[::1]:8080/a@b/
                    address  | ${NO_SUCH:http://host}/v1
                    alias    | timeouts: {total: "${NO_SUCH:1s}", keepalive: 0ms}
                    alias    | strategy: "${NO_SUCH:ordered}"
                    alias    | defaults: {temperature: "0.7", top_k: "40", presence_penalty: -2, seed: "${NO_SUCH:7}"}
                    alias    | thinking: "${NO_SUCH:tags}"
                    upstream | quirks: [zai, no-n]
                    upstream | defaults: {temperature: 2.0, max_tokens: 100000000}
                    capable  | "*/*": {sampling: "true", thinking: [], effort: , max-output-tokens: "5", source: 7}
                    capable  | "openai/meta/llama-3:free*": {tools-with-effort: false, date: "2026-11-21"}
                    target   | openai/meta/llama-3:free
                    target   | "openai/${NO_SUCH:gpt}"
                    models   | models: {"*": {targets: ["openai/*", openai/a, {target: "openai/*"}]}}
                    models   | {default-model: a/b, models: {a/b: {targets: [openai/a], rules: []}}}
                    price    | {input: "1.5", output: 0, cached-input: 0.001, reasoning: 2000, date: 2026-10-05}
                    prices   | {version: 7, prices: {"openai/*": {input: 0.0, output: 1, date: "2026-10-05"}}}
                    failover | retry: {delay: 0, max-attempts: "20"}
                    failover | meanings: [{code: [1113], status: ["404", 200, "500-599"], says: [5], means: upstream_error}]
                    failover | then: {retry: [], answer: [upstream_error]}
                    """)
    void whatTheLoaderTakesTheSchemaTakes(String where, String text) {
        Snippets files = wrong(where, text);
        assertThat(files.faults()).as("of the loader").isEmpty();
        assertThat(files.schemaFaults()).as("of the schema").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "1, 1", "1, 24", "0, 100", "1, 100", "200, 200", "400, 599", "7, 1440", "13, 86400"})
    void digitsAreARange(int least, int most) {
        Pattern pattern = Pattern.compile(Digits.between(least, most));
        for (int number = 0; number <= most + 1200; number++) {
            assertThat(pattern.matcher(String.valueOf(number)).matches())
                    .as("%d in %d to %d by %s", number, least, most, pattern)
                    .isEqualTo(number >= least && number <= most);
        }
        assertThat(pattern.matcher("0" + most + "x").matches()).isFalse();
    }
}
