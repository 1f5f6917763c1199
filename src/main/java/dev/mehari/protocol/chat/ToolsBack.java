package dev.mehari.protocol.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives calls of tools back under the names, and in the kind, that the caller knows. The text of a tool that was sent as
 * a function is handed out when its arguments are whole. One answer, one thread.
 */
public final class ToolsBack implements Consumer<ChatEvent> {
    private final Map<String, String> names;
    private final Set<String> texts;
    private final Consumer<ChatEvent> next;
    private final Map<Integer, StringBuilder> wrapped = new HashMap<>();

    /**
     * @param names see {@link Written#names}
     * @param texts see {@link Written#texts}
     */
    public ToolsBack(Map<String, String> names, Set<String> texts, Consumer<ChatEvent> next) {
        this.names = names;
        this.texts = texts;
        this.next = next;
    }

    @Override
    public void accept(ChatEvent event) {
        if (event instanceof ChatEvent.Opened(int index, int choice, Block.ToolCall call)) {
            boolean text = texts.contains(call.name());
            if (text) {
                wrapped.put(index, new StringBuilder());
            }
            String name = names.getOrDefault(call.name(), call.name());
            next.accept(new ChatEvent.Opened(
                    index, choice, new Block.ToolCall(call.id(), name, text || call.custom(), call.carrier())));
        } else if (event instanceof ChatEvent.Delta delta && wrapped.containsKey(delta.index())) {
            StringBuilder arguments = wrapped.get(delta.index());
            if (arguments != null) {
                arguments.append(delta.text());
            }
        } else if (event instanceof ChatEvent.Closed(int index)) {
            StringBuilder arguments = wrapped.remove(index);
            String text = arguments == null ? "" : TextTool.text(arguments.toString());
            if (!text.isEmpty()) {
                next.accept(new ChatEvent.Delta(index, text));
            }
            next.accept(event);
        } else {
            next.accept(event);
        }
    }
}
