package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Any order of events that a decoder may hand out. */
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
        open.keySet().forEach(index -> events.add(new ChatEvent.Closed(index)));
        for (int choice = 0; choice < choices; choice++) {
            StopReason[] reasons = StopReason.values();
            events.add(new ChatEvent.Stopped(
                    choice, reasons[random.nextInt(reasons.length)], null, null, random.nextBoolean() ? "why" : null));
        }
        return events;
    }

    private void step(int choices) {
        switch (random.nextInt(6)) {
            case 0 -> open(random.nextInt(choices));
            case 1 -> close();
            case 2 -> events.add(new ChatEvent.Ping());
            case 3 -> events.add(new ChatEvent.Reported(new Usage(1, 2, 3, 4, 5, 6)));
            default -> say();
        }
    }

    private void open(int choice) {
        Block block = switch (random.nextInt(6)) {
            case 0 -> new Block.Thinking();
            case 1 -> new Block.Refused();
            case 2, 3 ->
                new Block.ToolCall(
                        "id" + blocks,
                        "f",
                        random.nextBoolean(),
                        random.nextBoolean() ? new Carrier(Protocol.GEMINI, TextNode.valueOf("S")) : null);
            default -> new Block.Text();
        };
        open.put(blocks, block);
        events.add(new ChatEvent.Opened(blocks++, choice, block));
    }

    private int any() {
        return List.copyOf(open.keySet()).get(random.nextInt(open.size()));
    }

    private void say() {
        if (!open.isEmpty()) {
            events.add(new ChatEvent.Delta(any(), "d" + random.nextInt(10)));
        }
    }

    private void close() {
        if (open.isEmpty()) {
            return;
        }
        int index = any();
        if (open.remove(index) instanceof Block.Thinking && random.nextBoolean()) {
            events.add(new ChatEvent.Signed(
                    index, new Carrier(Protocol.OPENAI_RESPONSES, Tree.object().put("id", "rs"))));
        }
        events.add(new ChatEvent.Closed(index));
    }
}
