package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a page of another site cannot use the password that a browser remembers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForgedRequestsTest {
    private static final String RELOAD = "/api/admin/live/reload";

    private TestGateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void start(@TempDir Path folder) {
        gateway = TestGateway.start(TestHome.shipped(folder));
    }

    @AfterAll
    void close() {
        gateway.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, Cross-Site",
        "Origin, https://evil.example",
        "Origin, http://127.0.0.1:1",
        "Origin, null",
        "Origin, ''",
        "Origin, '%'",
        "Origin, 'http://evil.example, http://127.0.0.1'",
    })
    void isTurnedAway(String header, String value) throws Exception {
        long before = number();

        HttpResponse<String> answer = send("POST", RELOAD, header, value);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(new ObjectMapper().readTree(answer.body()).at("/error/code").asText())
                .isEqualTo("origin_not_allowed");
        assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(number()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/admin/live/rollback", "POST, /api/admin/keys", "PATCH, /api/admin/keys/key_first"})
    void soIsEveryChange(String method, String path) throws Exception {
        assertThat(send(method, path, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, same-origin", "Sec-Fetch-Site, none", "X-Nothing, x", "Origin, own"})
    void thePagesOfTheGatewayAndToolsAreNot(String header, String value) throws Exception {
        String sent = value.equals("own") ? gateway.url() : value;

        assertThat(send("POST", RELOAD, header, sent).statusCode()).isEqualTo(200);
    }

    @Test
    void readingIsFree() throws Exception {
        assertThat(send("GET", "/api/admin/live", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(200);
    }

    private long number() {
        return gateway.part(dev.mehari.live.Generations.class)
                .live()
                .orElseThrow()
                .number();
    }

    private HttpResponse<String> send(String method, String path, String header, String value)
            throws IOException, InterruptedException {
        String login = "admin:" + TestHome.ADMIN_PASSWORD;
        return client.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                        .header(header, value)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
