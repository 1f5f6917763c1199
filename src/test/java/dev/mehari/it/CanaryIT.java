package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.ZaiFake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 4.1a: no secret in a log, a reply, the database, the metrics or an admin page, whatever fails")
class CanaryIT {
    private static final String KEY = "canary.bootstrap/key+0001";
    private static final String PASSWORD = "canary admin/pass+0001";
    private static final String SECRET = "canary-deployment-secret-0001";
    private static final String STRANGER = "canary:strangers+key/0001";

    private final List<String> replies = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    @Test
    void everything() {
        ZaiFake zai = ZaiFake.start();
        try (zai;
                World world = World.with(setup -> loud(setup)
                        .upstream(zai)
                        .withoutEnv("MEHARI_BOOTSTRAP_KEY")
                        .env("MEHARI_BOOTSTRAP_KEY", KEY)
                        .env("MEHARI_ADMIN_PASSWORD", PASSWORD)
                        .env("MEHARI_SECRET", SECRET))) {
            Map<String, String> admin = Admin.basic("admin", PASSWORD);
            RawClient.Response made = world.post("/api/admin/keys", admin, "{\"name\":\"it\"}");
            String minted = Dialect.json(made.text()).path("key").asText();
            Canaries canaries = new Canaries()
                    .add("the bootstrap key", KEY)
                    .add("the admin password", PASSWORD)
                    .add("the deployment secret", SECRET)
                    .add("a stranger's key", STRANGER)
                    .add("a minted key", minted)
                    .add("Z.AI's key", zai.key());
            world.vendors().forEach(vendor -> canaries.add(vendor.baseUrl() + "'s key", vendor.key()));

            for (Dialect dialect : Dialect.values()) {
                failUpstream(world, world.vendor(dialect), dialect, dialect.path(), dialect.body());
                failHere(world, dialect, minted);
            }
            failUpstream(world, zai, Dialect.OPENAI, "/v1/chat/completions", Dialect.OPENAI.body("glm-4.6"));
            for (String path :
                    List.of("/api/admin/keys", "/api/admin/live", "/v1/metrics", "/api/metrics/prometheus", "/api/x")) {
                keep(world.get(path, admin));
                keep(world.get(path + "?key=" + STRANGER, Map.of("Authorization", "Bearer " + KEY)));
                keep(world.get(path, Admin.basic("admin", STRANGER)));
                keep(world.get(path, Admin.basic(KEY, PASSWORD)));
            }
            for (String id : List.copyOf(ids)) {
                keep(world.get("/api/admin/logs/" + id, admin));
            }
            assertThat(ids).hasSizeGreaterThan(50);
            assertThat(world.gateway().output())
                    .as("it is loud")
                    .contains("DEBUG", "TRACE")
                    .hasSizeGreaterThan(500_000);

            replies.forEach(reply -> canaries.notIn("a reply", reply));
            canaries.notIn("the output", world.gateway().output());
            world.gateway().stop();
            canaries.notIn("the output of the end", world.gateway().output());
            canaries.notBelow(world.gateway().settings().home());
        }
    }

    private static GatewaySetup loud(GatewaySetup setup) {
        for (String logger : List.of(
                "ROOT", "DEV_MEHARI", "ORG_SPRINGFRAMEWORK", "ORG_FLYWAYDB", "COM_ZAXXER_HIKARI", "ORG_SQLITE")) {
            setup.env("LOGGING_LEVEL_" + logger, "DEBUG");
        }
        for (String logger : List.of(
                "ORG_APACHE_HC_CLIENT5",
                "ORG_APACHE_CAMEL",
                "ORG_APACHE_COYOTE",
                "ORG_APACHE_TOMCAT",
                "ORG_APACHE_CATALINA",
                "ORG_SPRINGFRAMEWORK_SECURITY",
                "ORG_SPRINGFRAMEWORK_WEB")) {
            setup.env("LOGGING_LEVEL_" + logger, "TRACE");
        }
        return setup;
    }

    /** Every way an upstream can fail, its words full of our own credential. */
    private void failUpstream(World world, FakeProvider vendor, Dialect dialect, String path, String body) {
        String key = vendor.key();
        String base64 = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        StringBuilder escaped = new StringBuilder();
        key.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        List<Answer> answers = new ArrayList<>();
        for (int status : new int[] {400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 503, 529}) {
            answers.add(Answer.error(status, null, "Incorrect API key provided: " + key));
        }
        for (String said : List.of(key, base64, escaped, "Bearer " + key).stream()
                .map(Object::toString)
                .toList()) {
            answers.add(Answer.json(
                    400, "{\"error\":{\"message\":\"bad key " + said + "\",\"type\":\"x\",\"code\":\"y\"}}"));
            answers.add(Answer.json(500, "{\"error\":{\"message\":\"x\",\"debug\":{\"headers\":[\"" + said + "\"]}}}"));
        }
        answers.add(Answer.json(400, "{\"" + key + "\":1}"));
        answers.add(Answer.body(500, "text/html", ("<html>" + key).getBytes(StandardCharsets.UTF_8)));
        answers.add(Answer.body(200, "text/plain", key.getBytes(StandardCharsets.UTF_8)));
        answers.add(Answer.json(200, "{\"" + key));
        answers.add(Answer.text("hello")
                .header("x-request-id", key)
                .header("request-id", key)
                .header("x-goog-request-id", key));
        answers.add(Answer.error(500)
                .header("x-request-id", key)
                .header("request-id", key)
                .header("retry-after", key));
        answers.add(Answer.text("hello").header("content-type", "application/json; key=" + key));
        answers.add(Answer.text("hello").header("openai-version", key));
        answers.addAll(List.of(
                Answer.hangUp(),
                Answer.reset(),
                Answer.empty(),
                Answer.text("hello").truncated()));
        for (Answer answer : answers) {
            vendor.next(answer);
            keep(world.post(path, dialect.key(KEY), body));
        }
        boolean gemini = dialect == Dialect.GEMINI;
        String streamPath = gemini ? path.replace(":generateContent", ":streamGenerateContent?alt=sse") : path;
        String streamBody = gemini ? body : "{\"stream\":true," + body.substring(1);
        String event =
                "data: {\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"bad key " + escaped + "\"}}\n\n";
        for (Answer answer : List.of(
                Answer.text("one two three").errorAfter(2, 401, null, "bad key " + key),
                Answer.text("one two three").errorAfter(0, 401, null, "bad key " + key),
                Answer.sse((gemini ? "" : "event: error\n") + event),
                Answer.text("one two three").cutAfter(2),
                Answer.text("one two three").resetAfter(2))) {
            vendor.next(answer);
            keep(world.post(streamPath, dialect.key(KEY), streamBody));
        }
    }

    /** Every way a caller's key or the admin's password can come to the wrong place. */
    private void failHere(World world, Dialect dialect, String minted) {
        for (String secret : List.of(KEY, STRANGER, PASSWORD, minted)) {
            String quoted = java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8);
            for (String body : List.of(dialect.body(), "{broken", "", dialect.body("dmeo"), "[]")) {
                keep(world.post(dialect.path(), dialect.key(secret), body));
                keep(world.post(dialect.path() + "?key=" + quoted, Map.of(), body));
                keep(world.post(dialect.path() + "?api_key=" + quoted, Map.of("x-api-key", secret), body));
            }
            keep(world.post(dialect.path(), Map.of("Authorization", "Token " + secret), dialect.body()));
            keep(world.post(dialect.path(), Map.of("Authorization", secret), dialect.body()));
            keep(world.post(dialect.path(), Map.of("Cookie", "a=b; session=" + secret), dialect.body()));
            keep(world.post(dialect.path(), Map.of("Proxy-Authorization", "Basic " + secret), dialect.body()));
            keep(world.post(dialect.path(), Admin.basic("x", secret), dialect.body()));
            keep(world.post("/v1/nothing?key=" + quoted, dialect.key(secret), "{}"));
            keep(world.request("DELETE", dialect.path() + "?key=" + quoted, dialect.key(secret)));
            keep(world.get("/v1/models?key=" + quoted, Map.of()));
            keep(world.send(
                    RawClient.post(dialect.path(), dialect.key(secret), "{}").replace("Host:", "X A: b\r\nHost:")));
            keep(world.send(RawClient.post(dialect.path() + "?key=" + quoted, Map.of(), "{}")
                    .replace("HTTP/1.1", "HTTP/9.9")));
        }
    }

    private void keep(RawClient.Response reply) {
        replies.add(reply.status() + " " + reply.headers() + "\n" + reply.text());
        String id = reply.headers().first("x-request-id");
        if (id != null) {
            ids.add(id);
        }
    }
}
