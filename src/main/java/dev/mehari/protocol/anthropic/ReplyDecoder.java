package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorBody;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message. A whole one is read block by block, as a stream in which every block begins with all it says.
 *
 * <pre>
 *            message_start               message_stop
 *     NEW -----------------> RUNNING -------------------> OVER
 *      |      (or the first        |  error                ^
 *      |       of its content)     +-----------------------+
 * </pre>
 */
final class ReplyDecoder implements AnswerDecoder {
    private enum Phase {
        NEW,
        RUNNING,
        OVER
    }

    private final Blocks blocks;
    private final SequencedMap<Integer, BlockDecoder> open = new LinkedHashMap<>();
    private UsageReader counts = new UsageReader();
    private Phase phase = Phase.NEW;
    private boolean failed;
    private boolean stopped;
    private @Nullable String reason;
    private @Nullable String sequence;
    private @Nullable String explanation;

    ReplyDecoder(Losses losses) {
        this.blocks = new Blocks(losses);
    }

    @Override
    public void whole(JsonNode reply, Consumer<ChatEvent> out) {
        start(reply, out);
        int at = 0;
        for (JsonNode block : reply.path("content")) {
            begin(at, block, out);
            finish(at++, out);
        }
        report(reply.path("usage"), out);
        stop(reply, out);
        phase = Phase.OVER;
        stopped = true;
        end(out);
    }

    @Override
    public void event(String name, Slice data, Consumer<ChatEvent> out) throws IOException {
        if (phase == Phase.OVER) {
            return;
        }
        if (data.isEmpty() && !name.equals("error")) {
            // An event is its data; a name alone is what is left of one that was cut off.
            return;
        }
        JsonNode event = data.isEmpty() ? Tree.object() : Tree.read(data);
        String type = event.path("type").isTextual() ? event.path("type").textValue() : name;
        switch (type) {
            case "message_start" -> start(event.path("message"), out);
            case "content_block_start" -> {
                start(Tree.object(), out);
                begin(index(event), event.path("content_block"), out);
            }
            case "content_block_delta" -> {
                BlockDecoder block = open.get(index(event));
                if (block == null) {
                    throw new IOException("a delta of a block that is not open");
                }
                block.delta(event.path("delta"), out);
            }
            case "content_block_stop" -> finish(index(event), out);
            case "message_delta" -> {
                start(Tree.object(), out);
                report(event.path("usage"), out);
                stop(event.path("delta"), out);
            }
            case "message_stop" -> phase = Phase.OVER;
            case "error" -> fail(ErrorBody.read(data), out);
            case "ping" -> out.accept(new ChatEvent.Ping());
            default -> out.accept(new ChatEvent.Unknown(Protocol.ANTHROPIC_MESSAGES, type));
        }
    }

    @Override
    public boolean over() {
        return phase == Phase.OVER;
    }

    @Override
    public boolean end(Consumer<ChatEvent> out) {
        if (phase != Phase.OVER || failed || !(stopped || blocks.said())) {
            return false;
        }
        while (!open.isEmpty()) {
            open.pollFirstEntry().getValue().close(out);
        }
        StopReason said = reason == null ? StopReason.END : StopWords.read(reason);
        StopReason read = (said == null ? StopReason.END : said).with(blocks.tools());
        out.accept(new ChatEvent.Stopped(0, read, reason, sequence, explanation));
        return true;
    }

    private void start(JsonNode message, Consumer<ChatEvent> out) {
        if (phase != Phase.NEW) {
            return;
        }
        phase = Phase.RUNNING;
        out.accept(new ChatEvent.Started(text(message, "id"), text(message, "model")));
        if (!message.has("stop_reason") || message.path("stop_reason").isNull()) {
            report(message.path("usage"), out);
        }
    }

    private void begin(int index, JsonNode block, Consumer<ChatEvent> out) {
        finish(index, out);
        open.put(index, blocks.begin(index, block, out));
    }

    private void finish(int index, Consumer<ChatEvent> out) {
        BlockDecoder block = open.remove(index);
        if (block != null) {
            block.close(out);
        }
    }

    private void stop(JsonNode delta, Consumer<ChatEvent> out) {
        String word = text(delta, "stop_reason");
        if (word != null && StopWords.read(word) == null) {
            String what = "the upstream ended its answer with the reason \"" + word + "\"";
            fail(new ErrorFacts(word, null, what, true, 0, null), out);
        } else if (word != null) {
            stopped = true;
            reason = word;
            sequence = text(delta, "stop_sequence");
            explanation = text(delta.path("stop_details"), "explanation");
        }
    }

    private void fail(ErrorFacts facts, Consumer<ChatEvent> out) {
        failed = true;
        phase = Phase.OVER;
        out.accept(new ChatEvent.Failed(facts));
    }

    /** Reports add to each other: Z.AI's first one is all zeros. */
    private void report(JsonNode usage, Consumer<ChatEvent> out) {
        if (!usage.isObject()) {
            return;
        }
        UsageReader newer = counts.copy();
        Usage soFar = Tree.walk(usage, value -> {
            newer.read(value);
            return newer.toUsage();
        });
        counts = newer;
        if (soFar != null) {
            out.accept(new ChatEvent.Reported(soFar));
        }
    }

    private static int index(JsonNode event) {
        return event.path("index").asInt();
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }
}
