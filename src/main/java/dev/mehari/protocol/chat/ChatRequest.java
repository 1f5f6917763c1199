package dev.mehari.protocol.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a model.
 *
 * @param turns in order, system turns where they stood
 * @param stop texts that end the answer
 * @param parallel whether the model may ask for several tools at once, null when not said
 * @param format null for any text
 * @param reasoning null when the caller said nothing about thinking
 * @param options all other settings; {@link Options#copy} before they are taken from
 */
public record ChatRequest(
        List<Turn> turns,
        List<Tool> tools,
        @Nullable ToolChoice toolChoice,
        @Nullable Given<Boolean> parallel,
        @Nullable Given<OutputFormat> format,
        @Nullable Given<Reasoning> reasoning,
        List<Given<String>> stop,
        Options options,
        boolean stream) {
    public ChatRequest {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
    }

    /** What of it a model reads: all but the settings of the answer. */
    public ChatRequest prompt() {
        return new ChatRequest(turns, tools, toolChoice, parallel, format, reasoning, List.of(), new Options(), false);
    }
}
