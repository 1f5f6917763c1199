package dev.mehari.protocol.anthropic;

import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Answers of any upstream: blocks that overlap, signatures of all vendors, reports and pings anywhere. */
final class RandomAnswer {
    private final Random random;
    private final List<ChatEvent> events = new ArrayList<>();

    private RandomAnswer(Random random) {
        this.random = random;
    }

    static List<ChatEvent> of(Random random) {
        return new RandomAnswer(random).events();
    }

    private List<ChatEvent> events() {
        events.add(new ChatEvent.Started("id", random.nextBoolean() ? "model" : null));
        List<List<ChatEvent>> blocks = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            blocks.add(block(i));
        }
        int opened = 0;
        List<List<ChatEvent>> open = new ArrayList<>();
        while (opened < blocks.size() || !open.isEmpty()) {
            if (opened < blocks.size() && (open.isEmpty() || random.nextInt(4) == 0)) {
                List<ChatEvent> next = blocks.get(opened++);
                events.add(next.removeFirst());
                open.add(next);
            }
            List<ChatEvent> one = open.get(random.nextInt(open.size()));
            events.add(one.removeFirst());
            if (one.isEmpty()) {
                open.remove(one);
            }
            if (random.nextInt(6) == 0) {
                events.add(aside());
            }
        }
        StopReason[] reasons = StopReason.values();
        events.add(new ChatEvent.Stopped(
                0,
                reasons[random.nextInt(reasons.length)],
                "raw",
                random.nextBoolean() ? "stop" : null,
                random.nextBoolean() ? "why" : null));
        if (random.nextBoolean()) {
            events.add(aside());
        }
        return events;
    }

    private ChatEvent aside() {
        return switch (random.nextInt(3)) {
            case 0 -> new ChatEvent.Ping();
            case 1 -> new ChatEvent.Unknown(Protocol.GEMINI, "next");
            default -> new ChatEvent.Reported(new Usage(random.nextInt(100), 2, 3, random.nextInt(2), 5, 6));
        };
    }

    private List<ChatEvent> block(int index) {
        List<ChatEvent> all = new ArrayList<>();
        Block block = kind(index);
        all.add(new ChatEvent.Opened(index, 0, block));
        boolean tool = block instanceof Block.ToolCall;
        boolean words =
                block instanceof Block.Text || block instanceof Block.Thinking || block instanceof Block.Refused;
        Carrier carrier = words && !(block instanceof Block.Refused) ? carrier() : null;
        // A text that is signed when it has begun is signed behind it in a stream, and before it in a whole answer.
        if (carrier != null && block instanceof Block.Text) {
            all.add(new ChatEvent.Signed(index, carrier));
        }
        String text = tool ? "{\"a\":[1.0,\"北京\"]}" : words && random.nextInt(4) > 0 ? "some text" : "";
        for (int at = 0; at < text.length(); ) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(5));
            all.add(new ChatEvent.Delta(index, text.substring(at, to)));
            at = to;
        }
        if (carrier != null && block instanceof Block.Thinking) {
            all.add(new ChatEvent.Signed(index, carrier));
        }
        all.add(new ChatEvent.Closed(index));
        return all;
    }

    private Block kind(int index) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Block.Text();
            case 2, 3 -> new Block.Thinking();
            case 4 -> new Block.ToolCall("t" + index, "f", false, carrier());
            case 5 -> new Block.Refused();
            case 6 -> new Block.Image(new Media.Inline("image/png", "AA"));
            default ->
                new Block.Foreign(
                        random.nextBoolean() ? Protocol.ANTHROPIC_MESSAGES : Protocol.GEMINI,
                        "server_tool_use",
                        Chats.json("{'type':'server_tool_use','id':'s','input':{'q':1}}"));
        };
    }

    private @Nullable Carrier carrier() {
        return switch (random.nextInt(5)) {
            case 0 -> Chats.gemini("g");
            case 1 -> new Carrier(Protocol.OPENAI_RESPONSES, Chats.json("{'id':'rs'}"));
            case 2 -> Chats.signed("x", "S");
            case 3 ->
                new Carrier(
                        Protocol.ANTHROPIC_MESSAGES,
                        Tree.array().add(Chats.json("{'type':'redacted_thinking','data':'E'}")));
            default -> null;
        };
    }
}
