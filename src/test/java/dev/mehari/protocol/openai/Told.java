package dev.mehari.protocol.openai;

import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events in short, as a test can read them: each block with its pieces, then how it ended. */
final class Told {
    private final Map<Integer, StringBuilder> blocks = new LinkedHashMap<>();
    private final StringBuilder end = new StringBuilder();

    private Told() {}

    static String of(List<@Nullable ChatEvent> events) {
        Told told = new Told();
        events.forEach(told::take);
        return String.join(" ", told.blocks.values()) + told.end;
    }

    private void take(@Nullable ChatEvent event) {
        switch (event) {
            case null -> end.append(" incomplete");
            case ChatEvent.Opened opened -> {
                String head = opened.choice() == 0 ? "" : opened.choice() + ":";
                blocks.put(opened.index(), new StringBuilder(head + name(opened.block()) + "("));
            }
            case ChatEvent.Delta delta -> {
                StringBuilder block = block(delta.index());
                block.append(block.charAt(block.length() - 1) == '(' ? "" : "|").append(delta.text());
            }
            case ChatEvent.Closed closed -> block(closed.index()).append(")");
            case ChatEvent.Stopped stopped ->
                end.append(' ').append(stopped.reason().name().toLowerCase(java.util.Locale.ROOT));
            case ChatEvent.Failed failed ->
                end.append(" failed:").append(failed.facts().message());
            case ChatEvent.Signed signed -> block(signed.index()).append("|signed");
            case ChatEvent.Started started -> {}
            case ChatEvent.Reported reported -> {}
            case ChatEvent.Ping ping -> {}
            case ChatEvent.Unknown unknown -> {}
        }
    }

    private StringBuilder block(int index) {
        StringBuilder block = blocks.get(index);
        if (block == null) {
            throw new AssertionError("block " + index + " is not open");
        }
        return block;
    }

    private static String name(Block block) {
        return switch (block) {
            case Block.Text text -> "text";
            case Block.Thinking thinking -> "thinking";
            case Block.Refused refused -> "refused";
            case Block.ToolCall call -> (call.custom() ? "custom " : "") + call.id() + " " + call.name();
            case Block.Image image -> "image " + image.media();
            case Block.Foreign foreign -> foreign.type();
        };
    }
}
