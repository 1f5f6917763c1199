package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.mehari.admin.ExplainRequest;
import dev.mehari.call.Refusal;
import dev.mehari.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the command is called, and what it says when it cannot ask; what it prints, the packaged jar shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExplainCommandTest {
    private static final String CHAT =
            "{\"model\": \"demo\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"temperature\": 0.50}";

    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        gateway = TestGateway.start(TestHome.shipped(folder));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.json                             | a.json | false |     |
            -                                  | -      | false |     |
            a.json --json                      | a.json | true  |     |
            --json --key batch a.json          | a.json | true  | batch |
            --url http://gw:8080 a.json        | a.json | false |     | http://gw:8080
            a.json --key --odd --url http://gw | a.json | false | --odd | http://gw
            """)
    void isCalledSo(String words, String file, boolean json, @Nullable String key, @Nullable String url) {
        assertThat(ExplainCommand.of(List.of(words.split(" ", -1))))
                .isEqualTo(new ExplainCommand(file, json, key, url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json",
                "a.json b.json",
                "a.json --key",
                "a.json --url",
                "a.json --jsno",
                "a.json --json --json"
            })
    void isNotCalledSo(String words) {
        assertThat(ExplainCommand.of(List.of(words.split(" ", -1)))).isNull();
    }

    @Test
    void aRunningGatewayIsAsked() throws IOException {
        String shown = ask(gateway.url(), TestHome.ADMIN_PASSWORD, CHAT);

        assertThat(new ObjectMapper().readTree(shown).path("goes_to").asText()).isEqualTo("demo/demo");
        assertThat(shown).contains("\"temperature\": 0.50", "\"breaker\":\"closed\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "unset", textBlock = """
            GATEWAY                    | another-password | GATEWAY: it does not take the password in MEHARI_ADMIN_PASSWORD
            GATEWAY                    | unset            | environment: MEHARI_ADMIN_PASSWORD is not set: the gateway is asked with it, as admin
            GATEWAY/nowhere            | PASSWORD         | GATEWAY/nowhere:
            http://127.0.0.1:1         | PASSWORD         | http://127.0.0.1:1: it cannot be asked:
            http://admin:pw@127.0.0.1:1 | PASSWORD        | --url: it must be the address of a gateway
            127.0.0.1:8080             | PASSWORD         | --url: it must be the address of a gateway
            file:///etc/passwd         | PASSWORD         | --url: it must be the address of a gateway
            http://gw/?a=b             | PASSWORD         | --url: it must be the address of a gateway
            """)
    void whyItCannotAskIsOneLine(String url, @Nullable String password, String fault) {
        String where = url.replace("GATEWAY", gateway.url());
        String with = "PASSWORD".equals(password) ? TestHome.ADMIN_PASSWORD : password;

        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> ask(where, with, CHAT));

        assertThat(refused.getMessage())
                .startsWith(fault.replace("GATEWAY", gateway.url()))
                .doesNotContain("pw@", TestHome.ADMIN_PASSWORD)
                .hasLineCount(1);
    }

    @Test
    void thePasswordGoesNowhereElse() throws IOException {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
        elsewhere.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Location", url + "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            ConfigException refused =
                    catchThrowableOfType(ConfigException.class, () -> ask(url, TestHome.ADMIN_PASSWORD, CHAT));

            assertThat(refused.getMessage())
                    .isEqualTo(url + ": it answers with status 307, as no gateway does that explains");
            assertThat(asked).hasValue(1);
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void whatTheGatewaySaysAgainstTheRequestIsSaid() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> ask(gateway.url(), TestHome.ADMIN_PASSWORD, "{\"path\": \"x\"}"));

        assertThat(refused.getMessage()).contains("\"path\" must begin with a slash");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model": "demo", "messages": [], "n": 1.0} | {"model": "demo", "messages": [], "n": 1.0}
             {"path": "/v1/messages", "body": {"n": 1.0}} | {"n": 1.0}
            """)
    void aKeyIsAddedToARequestAndItsBytesStay(String text, String body) {
        ExplainRequest request =
                ExplainRequest.read(ExplainRequest.withKey(text.getBytes(StandardCharsets.UTF_8), "the \"first\""));

        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(String.valueOf(request.key())).isEqualTo("\"the \\\"first\\\"\"");
    }

    @Test
    void aKeyIsNotSaidTwice() {
        byte[] text = "{\"key\": \"a\", \"body\": {}}".getBytes(StandardCharsets.UTF_8);

        Refusal refused = catchThrowableOfType(Refusal.class, () -> ExplainRequest.withKey(text, "b"));

        assertThat(refused.text()).contains("says already whose call it is");
    }

    private static String ask(String url, @Nullable String password, String request) {
        return new ExplainingGateway(url, password).explain(request.getBytes(StandardCharsets.UTF_8));
    }
}
