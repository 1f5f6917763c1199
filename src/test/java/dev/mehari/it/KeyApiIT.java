package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The API of virtual keys")
class KeyApiIT {
    private static final World WORLD = World.shared();
    private static final Admin ADMIN = new Admin(WORLD);

    private static int call(String key, String model) {
        return WORLD.post("/v1/chat/completions", Dialect.OPENAI.key(key), Dialect.OPENAI.body(model))
                .status();
    }

    @Test
    @DisplayName("made, read and changed; the value is shown once and never again")
    void roundTrip() {
        JsonNode made =
                ADMIN.key("\"team\":\"red\",\"tags\":[\"x\",\"y\"],\"role\":\"inference\",\"allowed_models\":[\"a\"],"
                        + "\"default_model\":\"a\",\"expires_at\":\"2099-01-31T00:00:00Z\",\"disabled\":false");
        String value = made.path("key").asText();
        String id = made.path("id").asText();
        assertThat(value).matches("pk_[A-Za-z0-9_-]{43}");
        assertThat(value).endsWith(made.path("last4").asText());
        assertThat(call(value, "a")).isEqualTo(200);

        JsonNode read = ADMIN.get("/api/admin/keys/" + id);
        assertThat(read.has("key")).isFalse();
        assertThat(read.path("team").asText()).isEqualTo("red");
        assertThat(read.path("tags").toString()).isEqualTo("[\"x\",\"y\"]");
        assertThat(read.path("allowed_models").toString()).isEqualTo("[\"a\"]");
        assertThat(read.path("default_model").asText()).isEqualTo("a");
        assertThat(read.path("expires_at").asText()).isEqualTo("2099-01-31T00:00:00Z");
        JsonNode list = ADMIN.get("/api/admin/keys");
        assertThat(list.path("total").asInt()).isEqualTo(list.path("keys").size());
        assertThat(list.toString()).contains(id).doesNotContain(value).doesNotContain("hash", "hmac");

        RawClient.Response changed = ADMIN.patch(id, "{\"team\":null,\"tags\":[],\"name\":\"other\"}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.text()).contains("\"name\":\"other\"").doesNotContain("red", value);
        assertThat(ADMIN.get("/api/admin/keys/" + id).has("team")).isFalse();
    }

    @Test
    @DisplayName("a change holds for the very next call on this node")
    void atOnce() {
        JsonNode made = ADMIN.key("");
        String value = made.path("key").asText();
        String id = made.path("id").asText();
        assertThat(call(value, "a")).isEqualTo(200);
        ADMIN.patch(id, "{\"disabled\":true}");
        assertThat(call(value, "a")).isEqualTo(401);
        ADMIN.patch(id, "{\"disabled\":false}");
        assertThat(call(value, "a")).isEqualTo(200);
        ADMIN.patch(id, "{\"allowed_models\":[\"b\"]}");
        assertThat(call(value, "a")).isEqualTo(403);
        assertThat(call(value, "b")).isEqualTo(200);
        ADMIN.patch(id, "{\"role\":\"readonly\"}");
        assertThat(call(value, "b")).isEqualTo(403);
        ADMIN.patch(
                id, "{\"role\":\"inference\",\"expires_at\":\"" + Instant.now().minusSeconds(1) + "\"}");
        assertThat(call(value, "b")).isEqualTo(403);
        ADMIN.patch(id, "{\"expires_at\":null,\"allowed_models\":null}");
        assertThat(call(value, "a")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                             | name",
                "[]                                             | object",
                "42                                             | object",
                "''                                             | JSON",
                "{\"name\":                                     | JSON",
                "{\"name\":\"\"}                                | name",
                "{\"name\":null}                                | name",
                "{\"name\":7}                                   | name",
                "{\"name\":\"x\",\"nmae\":\"y\"}                | nmae",
                "{\"name\":\"x\",\"id\":\"key_mine\"}           | id",
                "{\"name\":\"x\",\"key\":\"pk_mine\"}           | key",
                "{\"name\":\"x\",\"hash\":\"00\"}               | hash",
                "{\"name\":\"x\",\"role\":\"admin\"}            | role",
                "{\"name\":\"x\",\"role\":\"INFERENCE\"}        | role",
                "{\"name\":\"x\",\"expires_at\":\"tomorrow\"}   | expires_at",
                "{\"name\":\"x\",\"expires_at\":7}              | expires_at",
                "{\"name\":\"x\",\"disabled\":\"no\"}           | disabled",
                "{\"name\":\"x\",\"allowed_models\":\"a\"}      | allowed_models",
                "{\"name\":\"x\",\"allowed_models\":[1]}        | allowed_models",
                "{\"name\":\"x\",\"tags\":{}}                   | tags",
                "{\"name\":\"x\\u0000y\"}                       | control",
            })
    void isRefused(String body, String word) {
        int before = ADMIN.get("/api/admin/keys").path("total").asInt();
        RawClient.Response reply = ADMIN.post("/api/admin/keys", body);
        Errors.admin(reply, 400);
        assertThat(reply.text()).contains(word);
        assertThat(ADMIN.get("/api/admin/keys").path("total").asInt()).isEqualTo(before);
        String id = ADMIN.key("").path("id").asText();
        if (!body.equals("{}")) {
            Errors.admin(ADMIN.patch(id, body), 400);
        }
    }

    @Test
    @DisplayName("a form or plain text is no JSON: a page of another site cannot make a key with the admin's browser")
    void otherTypes() {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            RawClient.Response reply =
                    WORLD.post("/api/admin/keys", Admin.with(Admin.BASIC, "Content-Type", type), "{\"name\":\"x\"}");
            Errors.admin(reply, 415);
        }
    }

    @Test
    @DisplayName("two changes at once: none is lost without being told so")
    void concurrently() throws Exception {
        String id = ADMIN.key("").path("id").asText();
        int width = 8;
        CyclicBarrier together = new CyclicBarrier(width);
        List<Callable<RawClient.Response>> patches = IntStream.range(0, width)
                .<Callable<RawClient.Response>>mapToObj(i -> () -> {
                    together.await();
                    return ADMIN.patch(id, "{\"tags\":[\"t" + i + "\"]}");
                })
                .toList();
        int stored = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<RawClient.Response> each : threads.invokeAll(patches)) {
                RawClient.Response reply = each.get();
                if (reply.status() == 200) {
                    stored++;
                } else {
                    assertThat(Errors.admin(reply, 409)).isEqualTo("conflict");
                }
            }
        }
        assertThat(stored).isPositive();
        assertThat(ADMIN.get("/api/admin/keys/" + id).path("tags")).hasSize(1);
    }

    @Test
    void whatDoesNotExist() {
        assertThat(Errors.admin(WORLD.get("/api/admin/keys/key_none", Admin.BASIC), 404))
                .isEqualTo("path_not_found");
        assertThat(Errors.admin(ADMIN.patch("key_none", "{}"), 404)).isEqualTo("path_not_found");
        assertThat(Errors.admin(WORLD.get("/api/admin/logs/req_none", Admin.BASIC), 404))
                .isEqualTo("path_not_found");
        Errors.admin(WORLD.request("DELETE", "/api/admin/keys/key_none", Admin.BASIC), 405);
        Errors.admin(WORLD.request("PUT", "/api/admin/keys", Admin.BASIC), 405);
        RawClient.Response odd = WORLD.get("/api/admin/keys/" + "%3Cscript%3E".repeat(50), Admin.BASIC);
        assertThat(Errors.admin(odd, 404)).isEqualTo("path_not_found");
        assertThat(odd.text()).hasSizeLessThan(400);
    }
}
