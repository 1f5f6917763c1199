package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.TokenList;
import dev.mehari.protocol.chat.Tree;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one choice of a stream.
 *
 * <pre>
 *   SILENT -- anything is said: the role, once --> SAYING -- Stopped: finish_reason --> STOPPED
 * </pre>
 *
 * Nothing is written before something is said, so that an answer that fails at once can still fail as a whole, and
 * nothing behind the reason why it stopped.
 */
final class ChoiceEncoder {
    private enum State {
        SILENT,
        SAYING,
        STOPPED
    }

    /** Takes what goes into one chunk. */
    interface Chunks {
        void add(int choice, ObjectNode delta, @Nullable JsonNode logprobs, @Nullable String finish);
    }

    private final int choice;
    private final Style style;
    private final Chunks chunks;
    private final Map<Integer, OpenBlock> open = new HashMap<>();
    private final NumberedLists lists = new NumberedLists();
    private State state = State.SILENT;

    /** Of a text. A message has room for one, and clients would put several together into none. */
    private @Nullable Carrier signature;

    private int calls;
    private boolean refused;

    ChoiceEncoder(int choice, Style style, Chunks chunks) {
        this.choice = choice;
        this.style = style;
        this.chunks = chunks;
    }

    void opened(int index, Block block) {
        flush();
        open.put(
                index,
                switch (block) {
                    case Block.Text text -> new OpenBlock.Said();
                    case Block.Refused refusal -> new OpenBlock.Refused();
                    case Block.Thinking thinking -> new OpenBlock.Thinking(new StringBuilder());
                    case Block.ToolCall call -> new OpenBlock.Call(new CallEncoder(call, calls++, style, this::say));
                    case Block.Image image -> {
                        say(lists.one("images", Parts.image(image)));
                        yield new OpenBlock.Whole();
                    }
                    case Block.Foreign foreign -> {
                        if (foreign.origin() == Protocol.OPENAI_CHAT) {
                            say(lists.delta(foreign.type(), foreign.raw()));
                        } else {
                            style.losses().dropped(foreign.at());
                        }
                        yield new OpenBlock.Whole();
                    }
                });
    }

    void delta(ChatEvent.Delta delta) {
        OpenBlock block = open.get(delta.index());
        if (!(block instanceof OpenBlock.Call)) {
            flush();
        }
        switch (block) {
            case null -> throw new IllegalStateException("block " + delta.index() + " is not open");
            case OpenBlock.Said said -> text("content", delta);
            case OpenBlock.Refused refusal -> {
                refused = true;
                text("refusal", delta);
            }
            case OpenBlock.Thinking(StringBuilder text) -> think(text, delta.text());
            case OpenBlock.Call(CallEncoder encoder) -> encoder.arguments(delta.text());
            case OpenBlock.Whole whole -> {}
        }
    }

    private void text(String member, ChatEvent.Delta delta) {
        JsonNode logprobs = TokenList.of(delta.logprobs(), style.losses());
        role();
        chunks.add(
                choice,
                Tree.object().put(member, delta.text()),
                logprobs == null ? null : Tree.object(member, logprobs),
                null);
    }

    private void think(StringBuilder before, String text) {
        if (style.tags()) {
            if (before.isEmpty()) {
                say(Tree.object().put("content", Parts.OPENED));
            }
            say(Tree.object().put("content", text));
        } else if (!style.hidden()) {
            say(Tree.object().put("reasoning_content", text));
        }
        before.append(text);
    }

    void signed(int index, Carrier carrier) {
        flush();
        String thought = open.get(index) instanceof OpenBlock.Thinking(StringBuilder text) ? text.toString() : null;
        if (thought == null && carrier.origin() == Protocol.GEMINI) {
            if (signature != null) {
                style.losses().dropped("answer.signature");
            }
            signature = carrier;
        } else if (!style.hidden() && carrier.origin() == Protocol.OPENAI_CHAT) {
            say(lists.delta(Parts.DETAILS, carrier.raw()));
        } else if (!style.hidden()) {
            for (JsonNode block : Parts.thinkingBlocks(carrier, thought == null ? "" : thought)) {
                say(lists.one("thinking_blocks", block));
            }
        }
    }

    void closed(int index) {
        switch (open.remove(index)) {
            case OpenBlock.Call(CallEncoder encoder) -> encoder.close();
            case OpenBlock.Thinking(StringBuilder text) -> {
                if (style.tags() && !text.isEmpty()) {
                    say(Tree.object().put("content", Parts.CLOSED));
                }
            }
            case OpenBlock.Said said -> {}
            case OpenBlock.Refused refusal -> {}
            case OpenBlock.Whole whole -> {}
            case null -> throw new IllegalStateException("block " + index + " is not open");
        }
    }

    void stopped(ChatEvent.Stopped stopped) {
        flush();
        if (!refused && stopped.reason() == StopReason.FILTERED && stopped.explanation() != null) {
            say(Tree.object().put("refusal", stopped.explanation()));
        }
        if (signature != null) {
            say(Tree.object("extra_content", Parts.signature(signature)));
        }
        role();
        state = State.STOPPED;
        chunks.add(choice, Tree.object(), null, style.finish(stopped.reason().with(calls > 0)));
    }

    /** Writes the heads of calls that wait for their arguments. */
    void flush() {
        for (OpenBlock block : open.values()) {
            if (block instanceof OpenBlock.Call(CallEncoder encoder)) {
                encoder.flush();
            }
        }
    }

    private void role() {
        switch (state) {
            case SILENT -> {
                state = State.SAYING;
                chunks.add(choice, Tree.object().put("role", "assistant").put("content", ""), null, null);
            }
            case SAYING -> {}
            case STOPPED -> throw new IllegalStateException("choice " + choice + " has stopped");
        }
    }

    private void say(ObjectNode delta) {
        if (!delta.isEmpty()) {
            role();
            chunks.add(choice, delta, null, null);
        }
    }
}
