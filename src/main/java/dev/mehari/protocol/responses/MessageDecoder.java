package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Reads a message: a block for each of its parts, which opens with its first words. */
final class MessageDecoder implements ItemDecoder {
    private final IntSupplier indexes;
    private final String at;
    private final Losses losses;
    private final Map<Integer, Integer> open = new TreeMap<>();
    private final Set<Integer> over = new HashSet<>();
    private boolean refused;
    private boolean done;

    /** @param at where the item stands in the answer */
    MessageDecoder(IntSupplier indexes, String at, Losses losses) {
        this.indexes = indexes;
        this.at = at;
        this.losses = losses;
    }

    @Override
    public void delta(String type, JsonNode event, Consumer<ChatEvent> out) {
        say(
                event.path("content_index").asInt(),
                type.equals("response.refusal.delta"),
                event.path("delta").asText(""),
                event.path("logprobs"),
                out);
    }

    private void say(int place, boolean refusal, String words, JsonNode logprobs, Consumer<ChatEvent> out) {
        if (words.isEmpty() || over.contains(place)) {
            return;
        }
        Integer index = open.get(place);
        if (index == null) {
            refused |= refusal;
            index = indexes.getAsInt();
            open.put(place, index);
            out.accept(new ChatEvent.Opened(index, 0, refusal ? new Block.Refused() : new Block.Text()));
        }
        out.accept(new ChatEvent.Delta(index, words, array(logprobs)));
    }

    private static @Nullable JsonNode array(JsonNode value) {
        return value.isArray() && !value.isEmpty() ? value : null;
    }

    @Override
    public void partDone(JsonNode event, Consumer<ChatEvent> out) {
        part(event.path("content_index").asInt(), event.path("part"), out);
    }

    private void part(int place, JsonNode part, Consumer<ChatEvent> out) {
        if (over.contains(place)) {
            return;
        }
        if (!open.containsKey(place)) {
            boolean refusal = part.path("type").asText().equals("refusal");
            say(place, refusal, part.path(refusal ? "refusal" : "text").asText(""), part.path("logprobs"), out);
        }
        if (!part.path("annotations").isEmpty()) {
            losses.dropped(at + ".content[" + place + "].annotations");
        }
        over.add(place);
        Integer index = open.remove(place);
        if (index != null) {
            out.accept(new ChatEvent.Closed(index));
        }
    }

    @Override
    public void done(JsonNode item, Consumer<ChatEvent> out) {
        if (done) {
            return;
        }
        done = true;
        int place = 0;
        for (JsonNode part : item.path("content")) {
            part(place++, part, out);
        }
        close(out);
    }

    @Override
    public void close(Consumer<ChatEvent> out) {
        done = true;
        new HashMap<>(open).forEach((place, index) -> out.accept(new ChatEvent.Closed(index)));
        over.addAll(open.keySet());
        open.clear();
    }

    @Override
    public boolean refused() {
        return refused;
    }
}
