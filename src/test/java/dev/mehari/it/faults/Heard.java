package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a strict client of one protocol makes of an answer, whole or streamed; whatever is illegal there fails the test. */
public final class Heard {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param arguments JSON */
    public record Call(String id, String name, String arguments) {}

    /** One event of a stream. */
    record Event(String name, String data) {
        JsonNode json() {
            return Heard.json(data);
        }
    }

    public final StringBuilder text = new StringBuilder();
    public final StringBuilder thinking = new StringBuilder();
    public final StringBuilder refusal = new StringBuilder();
    public final List<Call> calls = new ArrayList<>();
    /** Kinds of blocks in the order in which they began. */
    public final List<String> blocks = new ArrayList<>();

    public final List<String> comments = new ArrayList<>();

    public @Nullable String stop;

    public JsonNode usage = MissingNode.getInstance();
    /** The object of an error. */
    public JsonNode error = MissingNode.getInstance();
    /** Whether a stream has its terminator of success. */
    public boolean complete;

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The events of a stream; comments are kept apart. */
    List<Event> events(String stream) {
        List<Event> events = new ArrayList<>();
        for (String block : stream.split("\n\n", -1)) {
            String name = "";
            StringBuilder data = new StringBuilder();
            for (String line : block.lines().toList()) {
                if (line.startsWith(":")) {
                    comments.add(line.substring(1).strip());
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else {
                    assertThat(line).as(block).startsWith("data: ");
                    data.append(line.substring(6));
                }
            }
            if (!data.isEmpty()) {
                events.add(new Event(name, data.toString()));
            }
        }
        return events;
    }

    void begin(String block) {
        if (blocks.isEmpty() || !blocks.getLast().equals(block) || block.equals("call")) {
            blocks.add(block);
        }
    }

    void failed(JsonNode what) {
        assertThat(complete).as("an error behind a success").isFalse();
        assertThat(error.isMissingNode()).as("two errors").isTrue();
        error = what;
    }

    void stopped(String reason) {
        assertThat(stop).as("two reasons to stop").isNull();
        stop = reason;
    }

    public List<String> names() {
        return calls.stream().map(Call::name).toList();
    }

    public List<String> arguments() {
        return calls.stream().map(Call::arguments).toList();
    }

    /** What was said, for comparison of two answers. */
    List<Object> said() {
        return List.of(
                text.toString(), thinking.toString(), refusal.toString(), names(), arguments(), String.valueOf(stop));
    }
}
