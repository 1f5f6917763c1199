package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.FirstChoice;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OneAtATime;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.sse.SseWriter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message: whole, or as a stream whose order {@link State} keeps. Answers beside the first have no place in it.
 */
final class ReplyEncoder implements AnswerEncoder {
    private final Frame frame;
    private final WholeAnswer writer;
    private final Losses losses;
    private final Consumer<ChatEvent> order;
    private final StringBuilder refused = new StringBuilder();
    private final EventWriter wire = new EventWriter();
    private State state = new State.New();
    private boolean tools;
    private @Nullable String model;
    private ChatEvent.@Nullable Reported usage;
    private ChatEvent.@Nullable Stopped stopped;

    ReplyEncoder(Frame frame, Losses losses) {
        this.frame = frame;
        this.losses = losses;
        this.writer = new WholeAnswer(frame, losses);
        this.order = new FirstChoice(losses, new OneAtATime(this::ordered));
    }

    @Override
    public byte[] whole(Answer answer) {
        return writer.whole(answer);
    }

    @Override
    public void take(ChatEvent event, Consumer<byte[]> out) {
        wire.to(out);
        order.accept(event);
    }

    private void ordered(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started started -> start(started.model());
            case ChatEvent.Opened opened -> opened(opened.block());
            case ChatEvent.Delta delta -> delta(delta.text());
            case ChatEvent.Signed signed -> signed(signed.carrier());
            case ChatEvent.Closed closed -> closed();
            case ChatEvent.Reported reported -> usage = reported;
            case ChatEvent.Stopped stop -> stopped = stop;
            case ChatEvent.Ping ping -> wire.send("ping", Tree.object());
            case ChatEvent.Failed failed -> {}
            case ChatEvent.Unknown unknown -> {}
        }
    }

    private void start(@Nullable String named) {
        if (state instanceof State.New) {
            model = named;
            state = new State.Idle();
            wire.send("message_start", Tree.object().set("message", writer.start(model)));
        }
    }

    private void opened(Block block) {
        start(null);
        boolean held = state instanceof State.Held;
        state = switch (block) {
            case Block.Text text -> new State.Silent(block, held);
            case Block.Thinking thinking -> new State.Silent(block, held);
            case Block.Refused refusal -> new State.Silent(block, held);
            case Block.ToolCall call -> {
                if (call.carrier() != null) {
                    wire.sign(held, call.carrier());
                } else {
                    wire.release(held);
                }
                tools = true;
                wire.begin(Parts.tool(call, Tree.object()));
                yield new State.Speaking(block, false, null);
            }
            case Block.Image image -> {
                wire.release(held);
                wire.begin(Parts.text(""));
                wire.piece("text_delta", "text", Parts.image(image.media(), losses));
                wire.stop();
                yield new State.Whole(false);
            }
            case Block.Foreign foreign
            when foreign.origin() == Protocol.ANTHROPIC_MESSAGES -> {
                wire.release(held);
                wire.whole(foreign.raw());
                yield new State.Whole(false);
            }
            case Block.Foreign foreign -> {
                losses.dropped(foreign.at());
                yield new State.Whole(held);
            }
        };
    }

    private void delta(String text) {
        if (state instanceof State.Silent(Block block, boolean held)) {
            wire.release(held);
            wire.begin(block instanceof Block.Thinking ? Parts.thinking("", "") : Parts.text(""));
            state = new State.Speaking(block, false, null);
        }
        if (state instanceof State.Speaking speaking) {
            switch (speaking.block()) {
                case Block.Thinking thinking -> wire.piece("thinking_delta", "thinking", text);
                case Block.ToolCall call -> wire.piece("input_json_delta", "partial_json", text);
                case Block.Refused refusal -> {
                    refused.append(text);
                    wire.piece("text_delta", "text", text);
                }
                case Block.Text words -> wire.piece("text_delta", "text", text);
                case Block.Image image -> {}
                case Block.Foreign foreign -> {}
            }
        }
    }

    private void signed(Carrier carrier) {
        state = switch (state) {
            case State.Silent(Block.Thinking thinking, boolean held) -> {
                wire.release(held);
                JsonNode redacted = Signatures.redacted(carrier);
                if (redacted != null) {
                    wire.whole(redacted);
                    yield new State.Whole(false);
                }
                wire.begin(Parts.thinking("", ""));
                wire.piece("signature_delta", "signature", Signatures.of(carrier));
                yield new State.Speaking(thinking, true, null);
            }
            case State.Silent(Block block, boolean held) -> {
                wire.sign(held, carrier);
                yield new State.Silent(block, false);
            }
            case State.Speaking(Block.Thinking thinking, boolean signed, Carrier owed) -> {
                wire.piece("signature_delta", "signature", Signatures.of(carrier));
                yield new State.Speaking(thinking, true, owed);
            }
            case State.Speaking(Block block, boolean signed, Carrier owed) ->
                new State.Speaking(block, signed, carrier);
            case State.New s -> s;
            case State.Idle s -> s;
            case State.Held s -> s;
            case State.Whole s -> s;
            case State.Over s -> s;
        };
    }

    private void closed() {
        state = switch (state) {
            case State.Silent(Block block, boolean held) -> held ? new State.Held() : new State.Idle();
            case State.Whole(boolean held) -> held ? new State.Held() : new State.Idle();
            case State.Speaking(Block.Thinking thinking, boolean signed, Carrier owed) when !signed -> new State.Held();
            case State.Speaking(Block block, boolean signed, Carrier owed) -> {
                wire.stop();
                if (owed != null) {
                    wire.sign(false, owed);
                }
                yield new State.Idle();
            }
            case State.New s -> s;
            case State.Idle s -> s;
            case State.Held s -> s;
            case State.Over s -> s;
        };
    }

    @Override
    public void end(Consumer<byte[]> out) {
        wire.to(out);
        if (state instanceof State.Over) {
            return;
        }
        start(null);
        wire.release(state instanceof State.Held);
        state = new State.Over();
        ObjectNode delta = Tree.object();
        ChatEvent.Stopped stop = stopped;
        if (stop != null) {
            StopWords.write(delta, stop, tools, refused.isEmpty() ? null : refused.toString());
        }
        ObjectNode last = Tree.object().set("delta", delta);
        last.set("usage", UsageWriter.write(usage == null ? null : usage.usage()));
        wire.send("message_delta", last);
        wire.send("message_stop", Tree.object());
    }

    @Override
    public byte[] failure(Refusal refusal) {
        state = new State.Over();
        return SseWriter.event("error", ErrorShape.body(refusal, frame.requestId(), List.of()));
    }
}
