package dev.mehari.protocol.chat;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
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
    /** Of all turns together: writers look from one part for others, which takes time with the square of them. */
    private static final int MOST_PARTS = 100_000;

    /** Ten times as many as any vendor takes. */
    static final int MOST_TOOLS = 10_000;

    /** @throws Refusal {@code INVALID_REQUEST} for more than anybody has */
    public ChatRequest {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
        long parts = turns.stream().mapToLong(turn -> turn.parts().size()).sum();
        if (parts > MOST_PARTS || tools.size() > MOST_TOOLS) {
            throw new Refusal(
                    ErrorKind.INVALID_REQUEST,
                    parts > MOST_PARTS
                            ? "the conversation has " + parts + " parts; " + MOST_PARTS + " are the most"
                            : "the request has " + tools.size() + " tools; " + MOST_TOOLS + " are the most");
        }
    }

    /** What of it a model reads: all but the settings of the answer. */
    public ChatRequest prompt() {
        return new ChatRequest(turns, tools, toolChoice, parallel, format, reasoning, List.of(), new Options(), false);
    }
}
