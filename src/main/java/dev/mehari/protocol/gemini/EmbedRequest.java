package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.CheckedBody;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for vectors as it came. The path names the model, and so does the body, in each of its parts: upstream all are
 * the same again.
 *
 * @param named the model of the path, null when there is none
 * @param batch whether it asks for several vectors
 * @param models where the body names the model, or has to
 */
record EmbedRequest(CheckedBody body, @Nullable String named, boolean batch, List<Place> models)
        implements PathRequest {
    private static final Set<String> LOCATED = Set.of("model", "requests");

    /**
     * A place for the model's name.
     *
     * @param from offset of its first byte; of the insertion where it is missing
     * @param to offset behind its last byte
     * @param before what is written before it
     * @param behind what is written behind it
     */
    record Place(int from, int to, String before, String behind) {}

    static EmbedRequest read(byte[] bytes, @Nullable String model, boolean batch) {
        CheckedBody body = CheckedBody.read(bytes, LOCATED);
        List<Place> models = new ArrayList<>();
        try (JsonParser parser = Json.parser(body.bytes())) {
            parser.nextToken();
            Json.object(parser, (name, value) -> {
                if (name.equals("model")) {
                    models.add(place(value, model, name));
                } else if (name.equals("requests") && batch) {
                    each(value, model, models);
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
        return new EmbedRequest(body, model, batch, List.copyOf(models));
    }

    /** Google's servers take a single one without its brackets. */
    private static void each(JsonParser requests, @Nullable String model, List<Place> models) throws IOException {
        if (requests.currentToken() == JsonToken.START_OBJECT) {
            one(requests, "requests", model, models);
            return;
        }
        int[] number = new int[1];
        Json.array(requests, request -> one(request, "requests[" + number[0]++ + "]", model, models));
    }

    private static void one(JsonParser request, String at, @Nullable String model, List<Place> models)
            throws IOException {
        if (request.currentToken() != JsonToken.START_OBJECT) {
            throw Refusal.of(ErrorKind.INVALID_REQUEST, "\"" + at + "\" must be an object", at);
        }
        int open = (int) request.currentLocation().getByteOffset();
        int before = models.size();
        boolean[] empty = {true};
        Json.object(request, (name, value) -> {
            empty[0] = false;
            if (name.equals("model")) {
                models.add(place(value, model, at + ".model"));
            }
        });
        if (models.size() == before) {
            models.add(new Place(open, open, "\"model\":", empty[0] ? "" : ","));
        }
    }

    /** Where a name stands; the same as that of the path, or nobody could say which of the two may be used. */
    private static Place place(JsonParser value, @Nullable String model, String at) throws IOException {
        int from = (int) value.currentTokenLocation().getByteOffset();
        if (value.currentToken() != JsonToken.VALUE_STRING) {
            throw Refusal.of(ErrorKind.INVALID_REQUEST, "\"" + at + "\" must be a string", at);
        }
        String name = value.getText();
        if (model != null && !plain(name).equals(plain(model))) {
            throw Refusal.of(ErrorKind.INVALID_REQUEST, "\"" + at + "\" must be the model of the path", at);
        }
        value.finishToken();
        return new Place(from, (int) value.currentLocation().getByteOffset(), "", "");
    }

    private static String plain(String name) {
        return name.startsWith("models/") ? name.substring("models/".length()) : name;
    }

    @Override
    public byte[] forUpstream(String upstreamModel, boolean reportUsage) {
        String name = Json.quote(ModelPath.named(upstreamModel));
        return body.with(models.stream()
                .map(place -> new Edit(place.from(), place.to(), Json.utf8(place.before() + name + place.behind())))
                .toList());
    }

    @Override
    public RequestBody with(byte[] changed) {
        return read(changed, named, batch);
    }
}
