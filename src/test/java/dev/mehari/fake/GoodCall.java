package dev.mehari.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A call that a fake takes, and copies of it with one thing changed. JSON is written with single quotes. */
record GoodCall(FakeProvider fake, String method, String path, Map<String, String> headers, String body) {
    GoodCall {
        body = json(body);
    }

    static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    GoodCall method(String to) {
        return new GoodCall(fake, to, path, headers, body);
    }

    GoodCall path(String to) {
        return new GoodCall(fake, method, to, headers, body);
    }

    /** With an empty value the header is left out. */
    GoodCall header(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.remove(name);
        if (!value.isEmpty()) {
            changed.put(name, value);
        }
        return new GoodCall(fake, method, path, changed, body);
    }

    GoodCall raw(String to) {
        return new GoodCall(fake, method, path, headers, to);
    }

    GoodCall with(String field, String json) {
        ObjectNode changed = Json.parse(body).deepCopy();
        changed.set(field, Json.parse(json(json)));
        return raw(changed.toString());
    }

    GoodCall without(String field) {
        ObjectNode changed = Json.parse(body).deepCopy();
        changed.remove(field);
        return raw(changed.toString());
    }

    RawClient.Response send() {
        String request = RawClient.post(path, headers, body).replaceFirst("^POST", method);
        try (RawClient client = RawClient.to(fake.baseUrl())) {
            return client.send(request).response();
        }
    }
}
