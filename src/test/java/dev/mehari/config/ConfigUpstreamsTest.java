package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Defaults;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Setting;
import dev.mehari.call.VendorQuirks;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigUpstreamsTest {
    @Test
    void everyKeyIsRead() {
        Upstream upstream = Snippets.valid().upstream("""
                        quirks: [usage-always]
                        headers: {OpenAI-Organization: acme}
                        timeouts: {connect: 1s, pool-wait: 500ms, response-headers: 2m, first-event: 3s, gap: 4s, total: 1h, keepalive: 7s, minimum-rate: {events: 20, over: 5s}}
                        breaker: {failure-rate: 40, window: 50, minimum-calls: 10, open-for: 20s}
                        pool: {max-connections: 20, min-connections: 2, warm: true, disabled: false}
                        concurrency: {max: 200, queue: 0s}
                        proxy: "http://proxy.internal:3128"
                        defaults: {temperature: 0.7, top_k: 40}
                        verbose: true
                        enabled: true
                        """).openai();
        assertThat(upstream.protocol()).isEqualTo(Protocol.OPENAI_CHAT);
        assertThat(upstream.baseUrl()).isEqualTo(URI.create("https://api.openai.com/v1"));
        assertThat(upstream.quirks()).containsExactly(Quirk.USAGE_ALWAYS);
        assertThat(upstream.headers()).isEqualTo(Map.of("OpenAI-Organization", "acme"));
        assertThat(upstream.timeouts())
                .isEqualTo(new Upstream.Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofHours(1),
                        Duration.ofSeconds(7),
                        new MinimumRate(20, Duration.ofSeconds(5))));
        assertThat(upstream.breaker()).isEqualTo(new Upstream.Breaker(40, 50, 10, Duration.ofSeconds(20)));
        assertThat(upstream.pool()).isEqualTo(new Upstream.Pool(20, 2, true, false));
        assertThat(upstream.concurrency()).isEqualTo(new Concurrency(200, Duration.ZERO));
        assertThat(upstream.proxy()).isEqualTo(URI.create("http://proxy.internal:3128"));
        assertThat(upstream.defaults())
                .isEqualTo(new Defaults(
                        Map.of(Setting.TEMPERATURE, new BigDecimal("0.7"), Setting.TOP_K, new BigDecimal(40))));
        assertThat(upstream.verbose()).isTrue();
        assertThat(upstream.on()).as("lists no credentials").isTrue();
    }

    @Test
    void whatIsSwitchedOffIsOffWhateverKeysItHas() {
        Upstream off = Snippets.valid().upstream("enabled: false").openai();
        assertThat(off.on()).isFalse();
        assertThat(off.standing()).isEqualTo(new Standing(false, false));
        assertThat(Snippets.valid().upstream("").openai().standing()).isEqualTo(Standing.USUAL);
    }

    @Test
    void aVendorsNameStandsForAllItsQuirks() {
        assertThat(Snippets.valid().upstream("quirks: [zai]").openai().quirks())
                .isEqualTo(VendorQuirks.named("zai"))
                .contains(Quirk.USAGE_ALWAYS, Quirk.THINKING_SWITCH);
        assertThat(Snippets.valid()
                        .upstream("quirks: [azure, think-tags]")
                        .openai()
                        .quirks())
                .containsExactlyInAnyOrder(Quirk.USER_NAME, Quirk.AZURE_SETTINGS, Quirk.THINK_TAGS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0ms", "0m", "0h", "0"})
    void aKeepaliveOfNothingIsNever(String never) {
        assertThat(Snippets.valid()
                        .upstream("timeouts: {keepalive: " + never + "}")
                        .openai()
                        .timeouts()
                        .keepalive())
                .isZero();
    }

    @Test
    void whatIsNotWrittenIsAsUsual() {
        Upstream upstream = Snippets.valid().openai();
        assertThat(upstream.timeouts()).isEqualTo(Upstream.Timeouts.DEFAULT);
        assertThat(upstream.breaker()).isEqualTo(Upstream.Breaker.DEFAULT);
        assertThat(upstream.pool()).isEqualTo(Upstream.Pool.DEFAULT);
        assertThat(upstream.pool().maxConnections()).isEqualTo(2000);
        assertThat(upstream.needsCredential()).isFalse();
        assertThat(upstream.proxy()).isNull();
        assertThat(upstream.ca()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, OPENAI_CHAT, OPENAI_RESPONSES",
        "openai-chat, OPENAI_CHAT, OPENAI_CHAT",
        "openai-responses, OPENAI_RESPONSES, OPENAI_RESPONSES",
        "anthropic, ANTHROPIC_MESSAGES, ANTHROPIC_MESSAGES",
        "gemini, GEMINI, GEMINI"
    })
    void protocols(String word, Protocol protocol, Protocol withCallersOfResponses) {
        String text = Snippets.UPSTREAMS.replace("protocol: openai", "protocol: " + word);
        Upstream upstream = Snippets.valid().with("upstreams.yaml", text).openai();
        assertThat(upstream.protocol()).isEqualTo(protocol);
        for (Protocol caller : Protocol.values()) {
            assertThat(upstream.protocolFor(caller, Operation.CHAT))
                    .isEqualTo(caller == Protocol.OPENAI_RESPONSES ? withCallersOfResponses : protocol);
            assertThat(upstream.protocolFor(caller, Operation.EMBEDDINGS))
                    .as("a look-alike's vectors are at the same address")
                    .isEqualTo(protocol == Protocol.OPENAI_RESPONSES ? Protocol.OPENAI_CHAT : protocol);
        }
    }

    @ParameterizedTest
    @CsvSource({"vllm, OPENAI_COMPLETIONS", "completions, OPENAI_COMPLETIONS", "zai, OPENAI_CHAT"})
    void completionsGoAsTheyAreToWhoHasThem(String quirk, Protocol spoken) {
        String text =
                Snippets.UPSTREAMS.replace("protocol: openai", "protocol: openai-chat\n    quirks: [" + quirk + "]");
        Upstream upstream = Snippets.valid().with("upstreams.yaml", text).openai();

        assertThat(upstream.protocolFor(Protocol.OPENAI_COMPLETIONS, Operation.CHAT))
                .isEqualTo(spoken);
        assertThat(upstream.protocolFor(Protocol.OPENAI_CHAT, Operation.CHAT)).isEqualTo(Protocol.OPENAI_CHAT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    concurrency: {queue: 1s} | "concurrency" needs "max"
                    concurrency: {max: 0}   | "max" must be a whole number from 1 to 100000, not "0"
                    concurrency: {max: 2, queue: 2} | "queue" must be a duration such as 500ms, 5s or 2m, 24h at the most, or 0s, not "2"
                    defaults: {top_p: 2}    | "top_p" must be a number from 0 to 1, not "2"
                    defaults: {topp: 1}     | unknown key "topp", did you mean "top_p"?
                    quirks: [of-nobody-i-know] | unknown quirk "of-nobody-i-know", docs/operate.md lists those there are
                    quirks: [deepsek]       | unknown quirk "deepsek", did you mean "deepseek"?
                    quirks: [usage-alway]   | unknown quirk "usage-alway", did you mean "usage-always"?
                    timeouts: {connect: 0s} | "connect" must be a duration such as 500ms, 5s or 2m, 24h at the most, not "0s"
                    timeouts: {minimum-rate: {events: 1, over: 5s}} | "events" must be a whole number from 2 to 1000, not "1"
                    timeouts: {minimum-rate: {events: 9}} | "minimum-rate" needs "over"
                    timeouts: {gap: 0s}     | "gap" must be a duration such as 500ms, 5s or 2m, 24h at the most, not "0s"
                    timeouts: {keepalive: 1} | "keepalive" must be a duration such as 500ms, 5s or 2m, 24h at the most, or 0s, not "1"
                    timeouts: {keepalive: 00s} | "keepalive" must be a duration such as 500ms, 5s or 2m, 24h at the most, or 0s, not "00s"
                    timeouts: {keep-alive: 1s} | unknown key "keep-alive", did you mean "keepalive"?
                    timeouts: {total: 25h}  | "total" must be a duration such as 500ms, 5s or 2m, 24h at the most, not "25h"
                    breaker: {failure-rate: 101} | "failure-rate" must be a whole number from 1 to 100, not "101"
                    breaker: {window: 10, minimum-calls: 11} | "minimum-calls" is 11, more than the window of 10
                    pool: {max-connections: 0} | "max-connections" must be a whole number from 1 to 100000, not "0"
                    pool: {max-connections: 5, min-connections: 6} | "min-connections" is 6, more than the 5 of "max-connections"
                    proxy: https://p:1      | "proxy" must start with http://
                    proxy: http://p         | "proxy" needs a port
                    proxy: http://p:1/x     | "proxy" must not have a path
                    proxy: http://u:pw@p:1  | "proxy" must not hold a user or password
                    headers: {Authorization: x}  | header "Authorization" is set by the gateway, use "credentials"
                    headers: {X-Api-Key: x}      | header "X-Api-Key" is set by the gateway, use "credentials"
                    headers: {Connection: x}     | header "Connection" is set by the gateway
                    headers: {Content-Type: x}   | header "Content-Type" is set by the gateway
                    headers: {Transfer-Encoding: x} | header "Transfer-Encoding" is set by the gateway
                    headers: {"a b": x}          | "a b" is not a header name
                    headers: {x-a: 1, X-A: 2}    | header "X-A" is the same as "x-a"
                    headers: {x-a: "v\\r\\ny: z"} | header "x-a" holds characters that are not printable ASCII
                    ca: /etc/x.pem               | "ca" must be "file:/path"
                    ca: file:/no/such/file.pem   | the file of "ca" cannot be read: NoSuchFileException
                    """)
    void keysThatAreRefused(String keys, String fault) {
        assertThat(Snippets.valid().upstream(keys).faults()).containsExactly("upstreams.yaml:5: " + fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    openia           | unknown protocol "openia", did you mean "openai"?
                    cohere-command   | unknown protocol "cohere-command", use "openai", "openai-chat", "openai-responses", "anthropic", "gemini", "route" or "web-chat"
                    """)
    void protocolsThatAreRefused(String word, String fault) {
        String text = Snippets.UPSTREAMS.replace("protocol: openai", "protocol: " + word);
        assertThat(Snippets.valid().with("upstreams.yaml", text).faults())
                .as("and its targets are not reported on top of it")
                .containsExactly("upstreams.yaml:3: " + fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    api.openai.com/v1           | must start with http:// or https://
                    ftp://api.openai.com        | must start with http:// or https://
                    https:///v1                 | has no host, or one with characters that a host name cannot have
                    https://my_host/v1          | has no host, or one with characters that a host name cannot have
                    https://u:pw@host/v1        | must not hold a user or password
                    https://u:pw@my_host/v1     | must not hold a user or password
                    https://host/v1?key=x       | must not have a query or fragment
                    https://host/v1#x           | must not have a query or fragment
                    https://host:70000/v1       | has a port that does not exist
                    https://ho st/v1            | is not a URL
                    """)
    void addressesThatAreRefused(String address, String fault) {
        String text = Snippets.UPSTREAMS.replace("https://api.openai.com/v1", "'" + address + "'");
        assertThat(Snippets.valid().with("upstreams.yaml", text).faults())
                .singleElement()
                .asString()
                .startsWith("upstreams.yaml:4: \"base-url\" ")
                .endsWith(fault)
                .doesNotContain("pw");
    }

    @Test
    void aSlashAtTheEndOfAnAddressIsTrimmed() {
        String text = Snippets.UPSTREAMS.replace("api.openai.com/v1", "api.openai.com/v1//");
        assertThat(Snippets.valid().with("upstreams.yaml", text).openai().baseUrl())
                .isEqualTo(URI.create("https://api.openai.com/v1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenAI", "a_b", "-a", "a/b", "a b"})
    void namesThatAreNone(String name) {
        String text = Snippets.UPSTREAMS.replace("  openai:", "  \"" + name + "\":");
        assertThat(Snippets.valid()
                        .with("upstreams.yaml", text)
                        .with("models.yaml", "models: {}")
                        .faults())
                .containsExactly("upstreams.yaml:2: \"" + name
                        + "\" is not an upstream's name: small letters, digits and \"-\" only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1",
                "v2",
                "v3",
                "v1beta",
                "api",
                "health",
                "ready",
                "stats",
                "dashboard",
                "chat",
                "messages",
                "models",
                "responses",
                "completions",
                "embeddings",
                "profiling",
                "swagger-ui"
            })
    void namesOfPathsOfOursAreTaken(String name) {
        assertThat(OwnPaths.FIRST_SEGMENTS).contains(name);
        String text = Snippets.UPSTREAMS.replace("  openai:", "  " + name + ":");
        assertThat(Snippets.valid()
                        .with("upstreams.yaml", text)
                        .with("models.yaml", "models: {}")
                        .faults())
                .containsExactly(
                        "upstreams.yaml:2: an upstream cannot be named \"" + name + "\", a path of ours starts so");
    }

    @Test
    void whatEveryUpstreamNeeds() {
        assertThat(Snippets.valid()
                        .with("upstreams.yaml", "upstreams:\n  openai:\n    verbose: true\n")
                        .faults())
                .containsExactly(
                        "upstreams.yaml:2: \"openai\" needs \"protocol\"",
                        "upstreams.yaml:2: \"openai\" needs \"base-url\"");
    }

    @Test
    void certificatesAreReadAtTheStart(@TempDir Path folder) throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path good = Files.writeString(folder.resolve("good.pem"), Pem.CERTIFICATE);
        assertThat(Snippets.valid().upstream("ca: file:" + good).openai().ca()).isEqualTo(good);
        assertThat(Snippets.valid().upstream("ca: file:" + garbage).faults())
                .containsExactly("upstreams.yaml:5: the file of \"ca\" holds no PEM certificates");
        assertThat(Snippets.valid().upstream("ca: file:" + empty).faults())
                .containsExactly("upstreams.yaml:5: the file of \"ca\" holds no certificate");
    }
}
