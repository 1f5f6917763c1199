package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What OpenAI answers beside chats: files, images, audio, moderations, batches, stored responses. */
final class Platform {
    /** Every byte there is: what is read as text on its way does not survive. */
    static final byte[] BYTES = new byte[4096];

    static {
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] = (byte) (i * 7 + i / 256);
        }
    }

    private static final Set<String> PURPOSES =
            Set.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

    private record Path(String method, Pattern path, Function<Matcher, Reply> answer) {}

    private final OpenAiVendor vendor;
    private final SeenRequest request;

    private Platform(OpenAiVendor vendor, SeenRequest request) {
        this.vendor = vendor;
        this.request = request;
    }

    /** The answer to a request that is not for a chat; null for all others. */
    static @Nullable Reply answer(OpenAiVendor vendor, String key, SeenRequest request) {
        Platform platform = new Platform(vendor, request);
        boolean known = false;
        for (Path path : platform.paths()) {
            Matcher match = path.path().matcher(request.path());
            known |= match.matches();
            if (match.matches() && path.method().equals(request.method())) {
                vendor.checkKey(request, "authorization", "Bearer " + key);
                platform.checkHead();
                return path.answer().apply(match);
            }
        }
        if (known) {
            throw Failure.of(
                            405, "method_not_supported", "Not allowed to " + request.method() + " on " + request.path())
                    .refusal();
        }
        return null;
    }

    private List<Path> paths() {
        return List.of(
                path("POST", "/v1/files", m -> upload()),
                path("GET", "/v1/files", m -> listOf(file("file-1", "a.jsonl", 7, "batch"))),
                path("GET", "/v1/files/(file-[\\w-]+)", m -> json(file(m.group(1), "a.jsonl", 7, "batch"))),
                path("HEAD", "/v1/files/(file-[\\w-]+)/content", m -> head("application/octet-stream")),
                path("GET", "/v1/files/(file-[\\w-]+)/content", m -> bytes("application/octet-stream")),
                path("DELETE", "/v1/files/(file-[\\w-]+)", m -> json(deleted(m.group(1), "file"))),
                path("POST", "/v1/images/generations", m -> image()),
                path("POST", "/v1/audio/transcriptions", m -> transcription()),
                path("POST", "/v1/audio/speech", m -> speech()),
                path("POST", "/v1/moderations", m -> moderation()),
                path("POST", "/v1/batches", m -> batch()),
                path("GET", "/v1/batches/(batch_\\w+)", m -> json(batch(m.group(1), "file-1"))),
                path("GET", "/v1/responses/(resp_\\w+)", m -> json(response(m.group(1), "completed"))),
                path("DELETE", "/v1/responses/(resp_\\w+)", m -> json(deleted(m.group(1), "response"))),
                path("POST", "/v1/responses/(resp_\\w+)/cancel", m -> json(response(m.group(1), "cancelled"))),
                path("GET", "/v1/responses/(resp_\\w+)/input_items", m -> listOf(Json.object("id", "msg_1"))));
    }

    private static Path path(String method, String path, Function<Matcher, Reply> answer) {
        return new Path(method, Pattern.compile(path), answer);
    }

    /** What no proxy may send on, and what says something about a body that is none. */
    private void checkHead() {
        for (String name :
                List.of("idempotency-key", "x-forwarded-for", "expect", "upgrade", "te", "x-mehari-upstream")) {
            if (request.headers().has(name)) {
                throw vendor.bad("Header '" + name + "' does not belong here.").refusal();
            }
        }
        boolean bodiless = Set.of("GET", "HEAD", "DELETE").contains(request.method());
        if (bodiless
                && (request.headers().has("content-type") || request.headers().has("content-length"))) {
            throw vendor.bad("A " + request.method() + " has no body.").refusal();
        }
        if (request.query().matches("(.*&)?(key|api_key|token)=.*")) {
            throw vendor.bad("A key does not belong into the query.").refusal();
        }
    }

    private Reply upload() {
        List<Parts.Part> parts = Parts.of(request);
        Parts.Part file = part(parts, "file");
        String purpose = part(parts, "purpose").text();
        if (parts.size() != 2 || file.filename() == null || !PURPOSES.contains(purpose)) {
            throw vendor.bad("'file' must be a file and 'purpose' one of " + PURPOSES + ".")
                    .refusal();
        }
        return json(file("file-new", file.filename(), file.content().length, purpose));
    }

    private Reply transcription() {
        List<Parts.Part> parts = Parts.of(request);
        Parts.Part file = part(parts, "file");
        if (file.filename() == null) {
            throw vendor.bad("'file' must be a file.").refusal();
        }
        vendor.checkModel(part(parts, "model").text());
        return json(Json.object("text", file.content().length + " bytes of speech"));
    }

    private Parts.Part part(List<Parts.Part> parts, String name) {
        return parts.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.at(name, 400, null, "'" + name + "' is a required property")
                        .refusal());
    }

    private Reply image() {
        vendor.body(request, PlatformShapes.IMAGES);
        return json(Json.object(
                "created",
                1_700_000_000,
                "data",
                Json.array(Json.object("b64_json", "aGVsbG8=", "revised_prompt", "x"))));
    }

    private Reply speech() {
        vendor.body(request, PlatformShapes.SPEECH);
        return bytes("audio/mpeg");
    }

    private Reply moderation() {
        vendor.body(request, PlatformShapes.MODERATIONS);
        JsonNode no = Json.object("hate", false, "violence", false);
        return json(Json.object(
                "id",
                "modr-1",
                "model",
                "omni-moderation-latest",
                "results",
                Json.array(Json.object(
                        "flagged", false, "categories", no, "category_scores", Json.object("hate", 0.01)))));
    }

    private Reply batch() {
        JsonNode asked = vendor.body(request, PlatformShapes.BATCH);
        return json(batch("batch_1", asked.path("input_file_id").asText()));
    }

    private static JsonNode batch(String id, String file) {
        return Json.object(
                "id",
                id,
                "object",
                "batch",
                "endpoint",
                "/v1/responses",
                "input_file_id",
                file,
                "completion_window",
                "24h",
                "status",
                "completed",
                "created_at",
                1_700_000_000);
    }

    private static JsonNode response(String id, String status) {
        return Json.object(
                "id", id, "object", "response", "created_at", 1_700_000_000, "status", status, "output", List.of());
    }

    private static JsonNode file(String id, String name, int bytes, String purpose) {
        return Json.object(
                "id",
                id,
                "object",
                "file",
                "bytes",
                bytes,
                "created_at",
                1_700_000_000,
                "filename",
                name,
                "purpose",
                purpose,
                "status",
                "processed");
    }

    private static JsonNode deleted(String id, String object) {
        return Json.object("id", id, "object", object, "deleted", true);
    }

    private static Reply listOf(JsonNode one) {
        return json(Json.object("object", "list", "data", Json.array(one), "has_more", false));
    }

    private static Reply json(JsonNode body) {
        return Reply.of(200, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Reply head(String type) {
        return Reply.of(200, type, new byte[0]).wire(wire -> wire.missing(BYTES.length));
    }

    private static Reply bytes(String type) {
        return Reply.of(200, type, BYTES)
                .headers(headers -> headers.with("content-disposition", "attachment; filename=\"a.bin\"")
                        .with("set-cookie", "account=secret")
                        .with("openai-organization", "org-of-the-operator"));
    }
}
