package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Any answer that the common language allows. */
final class RandomAnswer {
    private final Random random;
    private final List<ChatEvent> events = new ArrayList<>();
    private final Map<Integer, Block> open = new TreeMap<>();
    private int blocks;

    private RandomAnswer(Random random) {
        this.random = random;
    }

    static List<ChatEvent> of(Random random) {
        return new RandomAnswer(random).events();
    }

    private List<ChatEvent> events() {
        events.add(new ChatEvent.Started("up", "m"));
        int choices = 1 + random.nextInt(2);
        for (int steps = random.nextInt(25); steps > 0; steps--) {
            step(choices);
        }
        List.copyOf(open.keySet()).forEach(this::close);
        StopReason[] reasons = StopReason.values();
        for (int choice = 0; choice < choices; choice++) {
            String why = random.nextBoolean() ? "why" : null;
            events.add(new ChatEvent.Stopped(choice, reasons[random.nextInt(reasons.length)], null, null, why));
        }
        return events;
    }

    private void step(int choices) {
        switch (random.nextInt(6)) {
            case 0 -> open(random.nextInt(choices));
            case 1 -> {
                if (!open.isEmpty()) {
                    close(any());
                }
            }
            case 2 -> events.add(new ChatEvent.Reported(new Usage(1, 2, 3, 4, 5, 6)));
            default -> {
                int index = open.isEmpty() ? -1 : any();
                if (index >= 0 && speaks(open.get(index))) {
                    events.add(new ChatEvent.Delta(index, "d" + random.nextInt(10)));
                }
            }
        }
    }

    private static boolean speaks(@Nullable Block block) {
        return !(block instanceof Block.Image || block instanceof Block.Foreign);
    }

    private void open(int choice) {
        Block block = switch (random.nextInt(8)) {
            case 0, 1 -> new Block.Thinking();
            case 2 -> new Block.Refused();
            case 3, 4 -> new Block.ToolCall("id" + blocks, "f", random.nextBoolean(), carrier());
            case 5 -> new Block.Image(new Media.Inline("image/png", "AA"));
            case 6 -> {
                Protocol origin = random.nextBoolean() ? Protocol.GEMINI : Protocol.OPENAI_RESPONSES;
                yield new Block.Foreign(
                        origin,
                        "web_search_call",
                        Tree.object().put("id", "ws" + blocks).put("type", "web_search_call"));
            }
            default -> new Block.Text();
        };
        open.put(blocks, block);
        events.add(new ChatEvent.Opened(blocks++, choice, block));
    }

    private @Nullable Carrier carrier() {
        return random.nextBoolean() ? new Carrier(Protocol.GEMINI, TextNode.valueOf("S")) : null;
    }

    private int any() {
        return List.copyOf(open.keySet()).get(random.nextInt(open.size()));
    }

    private void close(int index) {
        Block block = open.remove(index);
        if ((block instanceof Block.Thinking || block instanceof Block.Text) && random.nextBoolean()) {
            events.add(new ChatEvent.Signed(index, new Carrier(Protocol.GEMINI, TextNode.valueOf("S"))));
        }
        events.add(new ChatEvent.Closed(index));
    }
}
