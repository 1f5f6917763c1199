package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 4.1a: no secret of what passes in a log, a reply, the database, the metrics or an admin page")
class PassedSecretsIT {
    private static final String STRANGER = "pk_of-a-stranger-0123456789abcdef";

    private final List<String> seen = new ArrayList<>();

    @Test
    void everything() throws IOException {
        try (Doors doors = Doors.with(PassedSecretsIT::loud)) {
            String ours = doors.openai.key();
            for (Answer answer : List.of(
                    Answer.json(200, "{\"you\":\"sent " + ours + "\"}"),
                    Answer.error(400, null, "bad key " + ours),
                    Answer.error(401, null, "bad key " + ours),
                    Answer.error(404, null, "bad key " + ours),
                    Answer.error(500, null, "bad key " + ours),
                    Answer.body(404, "text/html", ("<b>" + ours).getBytes(StandardCharsets.UTF_8)),
                    Answer.json(200, "{}").header("content-disposition", "attachment; filename=" + ours),
                    Answer.json(200, "{}").header("etag", ours).header("set-cookie", ours),
                    Answer.json(302, "{}").header("location", "http://x/?key=" + ours))) {
                doors.openai.instead(answer);
                keep(doors.json(doors.key, "/openai/v1/moderations", "{\"input\":\"hi\"}"));
            }
            brokenOff(doors);
            for (String place : List.of("?key=", "?a=b&api_key=", "?x=")) {
                keep(doors.ask("GET", "/openai/v1/files" + place + doors.key));
            }
            keep(doors.ask("GET", "/openai/v1/files", "Cookie: " + doors.key, "X-Secret: " + doors.key));
            keep(doors.post(doors.key, "/openai/v1/files", Form.TYPE, Form.of("a file", Map.of("purpose", "batch"))));
            keep(doors.askAs(STRANGER, "GET", "/openai/v1/files"));
            seen.add(doors.gateway.adminPage("/v1/metrics"));
            seen.add(doors.gateway.adminPage("/api/admin/live"));
            assertThat(doors.gateway.output()).contains("DEBUG", "TRACE").hasSizeGreaterThan(100_000);
            seen.add(doors.gateway.output());
            doors.gateway.stop();
            seen.add(doors.gateway.output());
            try (Stream<Path> files = Files.walk(doors.gateway.settings().home())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    seen.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
            for (String secret : List.of(ours, doors.key, STRANGER)) {
                for (String text : seen) {
                    int at = Math.max(0, text.indexOf(secret));
                    assertThat(text.contains(secret))
                            .as(() -> text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100)))
                            .isFalse();
                }
            }
        }
    }

    /** The letters before our credential are out when it comes; what comes with it is not. */
    private void brokenOff(Doors doors) {
        String body = "x".repeat(20_000) + doors.openai.key();
        doors.openai.instead(Answer.body(200, "text/plain", body.getBytes(StandardCharsets.UTF_8)));
        try (RawClient client = doors.connect()) {
            client.send(Doors.head(doors.key, "GET", "/openai/v1/files") + "\r\n");
            InputStream reply = client.reply().body();
            assertThatThrownBy(() -> {
                        for (int b = reply.read(); b >= 0; b = reply.read()) {
                            assertThat(b).isEqualTo('x');
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private void keep(RawClient.Response reply) {
        seen.add(reply.status() + reply.headers().toString() + reply.text());
    }

    private static GatewaySetup loud(GatewaySetup setup) {
        for (String logger : List.of("ROOT", "DEV_MEHARI", "ORG_SPRINGFRAMEWORK")) {
            setup.env("LOGGING_LEVEL_" + logger, "DEBUG");
        }
        for (String logger :
                List.of("ORG_APACHE_HC_CLIENT5", "ORG_APACHE_CAMEL", "ORG_APACHE_COYOTE", "ORG_APACHE_TOMCAT")) {
            setup.env("LOGGING_LEVEL_" + logger, "TRACE");
        }
        return setup;
    }
}
