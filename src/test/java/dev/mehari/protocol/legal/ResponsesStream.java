package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A streamed response. */
final class ResponsesStream {
    private final ArrayNode done = Tree.array();
    private final Set<String> ids = new HashSet<>();
    private @Nullable ObjectNode begun;
    private @Nullable ResponsesItem item;
    private @Nullable Heard heard;
    private boolean inProgress;

    private ResponsesStream() {}

    static Heard hear(byte[] bytes) {
        ResponsesStream stream = new ResponsesStream();
        List<Sse.Event> events = Sse.events(bytes);
        int number = 0;
        for (Sse.Event event : events) {
            must(stream.heard == null, "1.2 nothing comes behind the end", event);
            ObjectNode data = Shape.object(event.data(), "1.2 an event");
            must(event.name().equals(Shape.text(data, "type", "1.2 events")), "1.2 the name is the type", event);
            must(data.path("sequence_number").asInt(-1) == number++, "1.2 events are numbered from 0", event);
            stream.take(event.name(), data);
        }
        Heard heard = stream.heard;
        must(heard != null, "1.2 a stream ends with completed, incomplete, failed or error", events.size());
        return heard == null ? new Heard(Map.of(), null, true) : heard;
    }

    private void take(String type, ObjectNode data) {
        switch (type) {
            case "error" -> {
                must(begun == null, "1.2 once there is a response, it is the response that fails", data);
                for (String name : List.of("code", "message")) {
                    Shape.words(data, name, "1.2 error, flat");
                    Shape.words(Shape.object(data, "error", "1.2 error, nested"), name, "1.2 error, nested");
                }
                heard = new Heard(Map.of(), null, true);
            }
            case "response.created" -> {
                must(begun == null, "1.2 created comes once", data);
                begun = starting(data);
            }
            case "response.in_progress" -> {
                must(!inProgress && ids.isEmpty(), "1.2 in_progress follows created", data);
                same(starting(data));
                inProgress = true;
            }
            case "response.output_item.added" -> {
                must(inProgress, "1.2 created and in_progress come first", data);
                must(item == null, "3.3 one item at a time", data);
                ResponsesItem next = new ResponsesItem(data, done.size());
                must(ids.add(next.id()), "1.2 each item has an id of its own", data);
                item = next;
            }
            case "response.output_item.done" -> {
                done.add(open(data).done(data));
                item = null;
            }
            case "response.completed", "response.incomplete", "response.failed" ->
                end(type.substring("response.".length()), data);
            default -> open(data).inside(type, data);
        }
    }

    private ObjectNode starting(ObjectNode data) {
        ObjectNode response = Shape.object(data, "response", "1.2 created");
        ResponsesAnswer.head(response);
        must(response.path("status").asText().equals("in_progress"), "1.2 what begins is in progress", data);
        must(response.path("output").isEmpty() && !Shape.says(response, "usage"), "1.2 it begins empty", data);
        return response;
    }

    private void same(ObjectNode response) {
        ObjectNode first = begun;
        must(first != null, "1.2 created comes first", response);
        if (first != null) {
            for (String name : List.of("id", "model", "created_at")) {
                must(first.path(name).equals(response.path(name)), "1.2 the same everywhere: " + name, response);
            }
        }
    }

    private ResponsesItem open(ObjectNode data) {
        ResponsesItem open = item;
        if (open == null) {
            must(false, "1.2 events of items stand within their item", data);
            throw new AssertionError(data);
        }
        return open;
    }

    private void end(String status, ObjectNode data) {
        ObjectNode response = Shape.object(data, "response", "1.2 the end holds the response");
        ResponsesAnswer.head(response);
        same(response);
        var usage = ResponsesAnswer.ended(response, status);
        JsonNode output = response.path("output");
        ResponsesItem open = item;
        boolean failed = status.equals("failed");
        must(open == null || failed, "1.2 each item has its end", data);
        must(output.size() == done.size() + (open == null ? 0 : 1), "1.2 the end holds the whole output", data);
        for (int i = 0; i < done.size(); i++) {
            must(output.get(i).equals(done.get(i)), "1.2 the end repeats what was done", data);
        }
        if (open != null) {
            must(open.fits(output.get(done.size())), "1.2 the end holds what was still open", data);
        }
        heard = new Heard(
                Map.of(0, failed ? new Gathered().choice() : ResponsesAnswer.choice(response)), usage, failed);
    }
}
