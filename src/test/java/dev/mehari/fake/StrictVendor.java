package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** What all vendors refuse, each in its own words: stray secrets, wrong content types, bodies that are not JSON. */
abstract class StrictVendor implements Vendor {
    /** Headers that open doors. One that does not belong here was carried over from a caller. */
    private static final List<String> SECRETS = List.of(
            "authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie", "proxy-authorization", "set-cookie");

    private final Set<String> models = new CopyOnWriteArraySet<>();
    private final Set<String> tolerated = new CopyOnWriteArraySet<>();

    private final Set<String> moreKeys = new CopyOnWriteArraySet<>();

    abstract Failure worded(Problem problem);

    /** A refusal with the vendor's usual name for a bad request. */
    abstract Failure bad(String message);

    abstract Failure noKey();

    abstract Failure wrongKey(String given);

    abstract Failure unknownModel(String model);

    /** Once models are named, all others are unknown. */
    void knowModels(String... names) {
        models.addAll(List.of(names));
    }

    /** Top-level fields that are accepted although no table knows them. */
    void tolerate(String... fields) {
        tolerated.addAll(List.of(fields));
    }

    /** Another account's key is good too. */
    void takeKey(String key) {
        moreKeys.add(key);
    }

    void checkModel(String model) {
        if (model.isBlank() || (!models.isEmpty() && !models.contains(model))) {
            throw unknownModel(model).refusal();
        }
    }

    /** Exactly one secret, in this header, with this value or that of another account. */
    void checkKey(SeenRequest request, String header, String expected) {
        checkKey(request, header, expected, Set.of());
    }

    void checkKey(SeenRequest request, String header, String expected, Set<String> besides) {
        List<String> given = request.headers().all(header);
        if (given.isEmpty()) {
            throw noKey().refusal();
        }
        if (given.size() > 1) {
            throw bad("Header '" + header + "' is given " + given.size() + " times.")
                    .refusal();
        }
        String scheme = expected.startsWith("Bearer ") ? "Bearer " : "";
        if (!given.getFirst().equals(expected)
                && moreKeys.stream().noneMatch(key -> given.getFirst().equals(scheme + key))) {
            throw wrongKey(given.getFirst()).refusal();
        }
        for (String name : SECRETS) {
            if (!name.equals(header)
                    && !besides.contains(name)
                    && request.headers().has(name)) {
                throw bad("Header '" + name + "' does not belong here.").refusal();
            }
        }
    }

    /** The body, after the whole field table has been held against it. */
    JsonNode body(SeenRequest request, Shape shape) {
        String type = request.header("content-type");
        if (type == null || !type.matches("(?i)application/json(; ?charset=\"?utf-8\"?)?")) {
            throw bad("Unsupported content type: '" + type + "'. This API method only accepts 'application/json'.")
                    .refusal();
        }
        if (request.headers().has("content-encoding")) {
            throw bad("Request bodies must not be compressed.").refusal();
        }
        JsonNode body = parsed(request);
        try {
            shape.check(without(body, tolerated), Path.ROOT);
        } catch (Problem problem) {
            throw worded(problem).refusal();
        }
        return body;
    }

    private JsonNode parsed(SeenRequest request) {
        JsonNode body;
        try {
            body = Json.parse(request.body());
        } catch (UncheckedIOException e) {
            throw bad("We could not parse the JSON body of your request: " + firstLine(e))
                    .refusal();
        }
        if (body == null || !body.isObject()) {
            throw bad("The body of your request must be a JSON object.").refusal();
        }
        return body;
    }

    private static @Nullable String firstLine(UncheckedIOException e) {
        String message = e.getCause() == null ? null : e.getCause().getMessage();
        return message == null ? null : message.lines().findFirst().orElse("");
    }

    private static JsonNode without(JsonNode body, Set<String> names) {
        if (names.isEmpty()) {
            return body;
        }
        com.fasterxml.jackson.databind.node.ObjectNode rest = body.deepCopy();
        rest.remove(names);
        return rest;
    }
}
