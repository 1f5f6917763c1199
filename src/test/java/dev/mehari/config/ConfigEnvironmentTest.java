package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigEnvironmentTest {
    @Test
    void poolsAndStreamsAreOverridden() {
        Snapshot snapshot = Snippets.valid()
                .upstream("pool: {max-connections: 5, min-connections: 1}")
                .set("POOL_MAX_CONNECTIONS", "100")
                .set("POOL_MIN_CONNECTIONS", "10")
                .set("POOL_WARM", "true")
                .set("DISABLE_CONNECTION_POOL", "1")
                .set("STREAM_REQUEST_CHUNK_SIZE", "512")
                .set("STREAM_RESPONSE_CHUNK_SIZE", "1048576")
                .set("STREAM_BUFFER_POOL_ENABLED", "false")
                .load();
        assertThat(snapshot.upstreams().values())
                .extracting(Upstream::pool)
                .containsExactly(new Upstream.Pool(100, 10, true, true));
        assertThat(snapshot.streams()).isEqualTo(new Streams(512, 1_048_576, false));
    }

    @Test
    void whatIsBlankIsUnset() {
        Snapshot snapshot = Snippets.valid()
                .upstream("pool: {max-connections: 5}")
                .set("POOL_MAX_CONNECTIONS", " ")
                .set("STREAM_REQUEST_CHUNK_SIZE", "")
                .load();
        assertThat(snapshot.upstreams().values())
                .extracting(u -> u.pool().maxConnections())
                .containsExactly(5);
        assertThat(snapshot.streams()).isEqualTo(Streams.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    POOL_MAX_CONNECTIONS       | 0       | must be a whole number from 1 to 100000, not "0"
                    POOL_MAX_CONNECTIONS       | many    | must be a whole number from 1 to 100000, not "many"
                    POOL_MAX_CONNECTIONS       | 99999999999 | must be a whole number from 1 to 100000, not "99999999999"
                    POOL_MIN_CONNECTIONS       | -1      | must be a whole number from 0 to 100000, not "-1"
                    POOL_MIN_CONNECTIONS       | 3000    | upstream "openai" would have at least 3000 and at most 2000 connections
                    POOL_WARM                  | yes     | must be true or false, not "yes"
                    DISABLE_CONNECTION_POOL    | 2       | must be true or false, not "2"
                    STREAM_REQUEST_CHUNK_SIZE  | 511     | must be a whole number from 512 to 1048576, not "511"
                    STREAM_RESPONSE_CHUNK_SIZE | 1048577 | must be a whole number from 512 to 1048576, not "1048577"
                    STREAM_BUFFER_POOL_ENABLED | on      | must be true or false, not "on"
                    """)
    void wrongValuesAreFaults(String variable, String value, String fault) {
        assertThat(Snippets.valid().set(variable, value).faults())
                .containsExactly("environment: " + variable + ": " + fault);
    }

    @Test
    void aSmallerMaximumThanAFilesMinimumIsAFault() {
        assertThat(Snippets.valid()
                        .upstream("pool: {min-connections: 9}")
                        .set("POOL_MAX_CONNECTIONS", "8")
                        .faults())
                .containsExactly("environment: POOL_MAX_CONNECTIONS:"
                        + " upstream \"openai\" would have at least 9 and at most 8 connections");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ${HOST}               | environment variable HOST is not set
                    ${BLANK}              | environment variable BLANK is not set
                    https://${}/v1        | "${...}" must name an environment variable
                    https://${A B}/v1     | "${...}" must name an environment variable
                    https://${HOST/v1     | "${" without "}"
                    ${HOST:${OTHER}}      | ${HOST} has another ${...} in its default, which is not possible
                    """)
    void placeholdersThatAreRefused(String address, String fault) {
        assertThat(address(address).set("BLANK", " ").faults())
                .containsExactly("upstreams.yaml:4: \"base-url\": " + fault);
    }

    @Test
    void placeholdersAreFilled() {
        assertThat(address("http://${HOST:localhost}:${PORT:8080}/${PATH_1}")
                        .set("PATH_1", "v1")
                        .set("HOST", " ")
                        .openai()
                        .baseUrl())
                .isEqualTo(URI.create("http://localhost:8080/v1"));
        assertThat(address("${URL:https://a.example/v1}")
                        .set("URL", "https://b.example")
                        .openai()
                        .baseUrl())
                .isEqualTo(URI.create("https://b.example"));
        assertThat(address("${URL:https://a.example/v1}").openai().baseUrl())
                .isEqualTo(URI.create("https://a.example/v1"));
    }

    private static Snippets address(String address) {
        return Snippets.valid()
                .with("upstreams.yaml", Snippets.UPSTREAMS.replace("https://api.openai.com/v1", "'" + address + "'"));
    }
}
