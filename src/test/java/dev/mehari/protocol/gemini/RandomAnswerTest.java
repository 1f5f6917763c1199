package dev.mehari.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random answers, with blocks that overlap, as Gemini's stream and whole. */
class RandomAnswerTest {
    private static final int ANSWERS = 10_000;

    @Test
    @DisplayName("fault 1.11: 10,000 random answers give legal streams, and those say what the whole reply says")
    void legal() throws IOException {
        Seeded seeded = Seeded.fresh();
        for (int i = 0; i < Seeded.times(ANSWERS); i++) {
            List<ChatEvent> events = random(seeded.random());
            JsonNode whole = whole(events);
            List<JsonNode> stream = stream(events);
            String of = seeded + " answer " + i + ": " + events;
            validate(stream, of);
            Answer collected = new Answer();
            ReplyDecoder reader = new ReplyDecoder(new Losses());
            for (JsonNode response : stream) {
                byte[] bytes = Tree.bytes(response);
                reader.event("", new Slice(bytes, 0, bytes.length), collected);
            }
            assertThat(reader.end(collected)).as(of).isTrue();
            Answer said = new Answer();
            new ReplyDecoder(new Losses()).whole(whole, said);
            assertThat(told(collected)).as(of).isEqualTo(told(said));
            assertThat(collected.usage()).as(of).isEqualTo(said.usage());
        }
    }

    private static List<ChatEvent> random(Random random) {
        List<ChatEvent> events = new ArrayList<>(List.of(new ChatEvent.Started("a", "m")));
        List<Integer> open = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        int choices = 1 + random.nextInt(2);
        for (int step = random.nextInt(20); step > 0; step--) {
            int index = open.isEmpty() ? -1 : open.get(random.nextInt(open.size()));
            switch (random.nextInt(index < 0 ? 2 : 6)) {
                case 0 -> events.add(new ChatEvent.Reported(new Usage(random.nextInt(9), 1, 0, 0, 3, 0)));
                case 1 -> {
                    Block block = switch (random.nextInt(4)) {
                        case 0 -> new Block.Text();
                        case 1 -> new Block.Thinking();
                        case 2 -> new Block.Refused();
                        default -> new Block.ToolCall("id" + blocks.size(), "f", false, null);
                    };
                    open.add(blocks.size());
                    events.add(new ChatEvent.Opened(blocks.size(), random.nextInt(choices), block));
                    blocks.add(block);
                }
                case 2, 3, 4 -> {
                    boolean call = blocks.get(index) instanceof Block.ToolCall;
                    events.add(new ChatEvent.Delta(index, call ? " " : "w" + step));
                }
                default -> close(index, open, blocks, events, random);
            }
        }
        while (!open.isEmpty()) {
            close(open.getFirst(), open, blocks, events, random);
        }
        for (int choice = 0; choice < choices; choice++) {
            StopReason[] reasons = StopReason.values();
            events.add(new ChatEvent.Stopped(choice, reasons[random.nextInt(reasons.length)], null));
        }
        return events;
    }

    private static void close(
            int index, List<Integer> open, List<Block> blocks, List<ChatEvent> events, Random random) {
        if (blocks.get(index) instanceof Block.Thinking && random.nextBoolean()) {
            Carrier google = new Carrier(Protocol.GEMINI, TextNode.valueOf("s" + index));
            events.add(new ChatEvent.Signed(index, random.nextBoolean() ? google : Chats.anthropic()));
        }
        events.add(new ChatEvent.Closed(index));
        open.remove(Integer.valueOf(index));
    }

    private static Frame frame() {
        return new Frame(() -> "id", "req", 0, "m", Tree.object(), true, false, 1);
    }

    private static JsonNode whole(List<ChatEvent> events) throws IOException {
        Answer answer = new Answer();
        events.forEach(answer);
        return Tree.read(new ReplyEncoder(frame(), new Losses()).whole(answer));
    }

    private static List<JsonNode> stream(List<ChatEvent> events) throws IOException {
        ReplyEncoder writer = new ReplyEncoder(frame(), new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> writer.take(event, out::writeBytes));
        writer.end(out::writeBytes);
        List<JsonNode> responses = new ArrayList<>();
        Tree.read(out.toByteArray()).forEach(responses::add);
        return responses;
    }

    /** What Google's own clients take for granted of a stream. */
    private static void validate(List<JsonNode> stream, String of) {
        for (JsonNode response : stream) {
            boolean last = response.equals(stream.getLast());
            assertThat(response.path("candidates").isEmpty()).as(of).isFalse();
            assertThat(response.has("usageMetadata") && !last).as(of).isFalse();
            for (JsonNode candidate : response.path("candidates")) {
                assertThat(candidate.has("finishReason")).as(of).isEqualTo(last);
                assertThat(candidate.at("/content/role").asText()).as(of).isEqualTo("model");
                assertThat(candidate.at("/content/parts").isEmpty()).as(of).isFalse();
                for (JsonNode part : candidate.at("/content/parts")) {
                    assertThat(part.has("text")
                                    ^ part.path("functionCall").path("args").isObject())
                            .as(of)
                            .isTrue();
                    assertThat(part.has("functionCall") && !last).as(of).isFalse();
                }
            }
        }
    }

    /** Texts, thoughts and calls of each choice, whatever the blocks they came in. */
    private static String told(Answer answer) {
        StringBuilder out = new StringBuilder();
        answer.stops().forEach(stop -> {
            StringBuilder text = new StringBuilder();
            StringBuilder thought = new StringBuilder();
            StringBuilder calls = new StringBuilder();
            StringBuilder signatures = new StringBuilder();
            answer.parts(stop.choice()).forEach(part -> {
                signatures.append(signature(part.carrier()));
                switch (part.block()) {
                    case Block.Thinking thinking -> thought.append(part.text());
                    case Block.ToolCall call -> {
                        calls.append(call.id()).append(part.text());
                        signatures.append(signature(call.carrier()));
                    }
                    default -> text.append(part.text());
                }
            });
            out.append(stop.choice())
                    .append(stop.reason())
                    .append(sorted(text))
                    .append(sorted(thought))
                    .append(calls)
                    .append(sorted(signatures));
        });
        return out.toString();
    }

    private static String signature(@Nullable Carrier carrier) {
        return carrier == null ? "" : Signatures.write(carrier);
    }

    /** Blocks that overlap, and signatures with them, are one behind the other in the whole reply. */
    private static String sorted(StringBuilder words) {
        return words.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
