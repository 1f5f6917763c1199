package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The admin of a gateway, over raw HTTP. */
record Admin(World world) {
    /** The right credential. */
    static final Map<String, String> BASIC = basic("admin", GatewaySetup.ADMIN_PASSWORD);

    static Map<String, String> basic(String user, String password) {
        String text = user + ":" + password;
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    RawClient.Response post(String path, String json) {
        return world.post(path, BASIC, json);
    }

    RawClient.Response patch(String id, String json) {
        return world.send(RawClient.post("/api/admin/keys/" + id, BASIC, json).replaceFirst("POST", "PATCH"));
    }

    /** Makes a key with these fields beside its name; the whole answer, the value in {@code key}. */
    JsonNode key(String fields) {
        RawClient.Response made =
                post("/api/admin/keys", "{\"name\":\"it\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return Dialect.json(made.text());
    }

    /** The value of a new key. */
    String value(String fields) {
        return key(fields).path("key").asText();
    }

    JsonNode get(String path) {
        RawClient.Response page = world.get(path, BASIC);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return Dialect.json(page.text());
    }

    /** Headers of a protocol's caller, and some more. */
    static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return all;
    }
}
