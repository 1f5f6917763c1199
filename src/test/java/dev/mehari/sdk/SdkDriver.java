package dev.mehari.sdk;

/** One vendor's SDK with its default settings, and what every vendor's SDK must be able to do through a gateway. */
public interface SdkDriver extends AutoCloseable {
    /** The only tool the scenarios know. */
    String TOOL = "get_weather";

    /** What the tool answers. */
    String TOOL_RESULT = "{\"celsius\":21}";

    /** One question, one answer. */
    Said plain(String model);

    /** The same, streamed. */
    Said streamed(String model);

    /** A question with a tool; the call is answered and the model speaks again. Fails when the model does not call. */
    ToolLoop toolLoop(String model);

    /** A plain call that must fail; what the SDK made of the failure. */
    TypedError typedError(String model);

    @Override
    void close();

    /**
     * An answer as the SDK read it.
     *
     * @param events that the SDK handed out; 1 when not streamed
     * @param inputTokens as the SDK understands them, or -1 when it was not told
     */
    record Said(String text, String stopReason, int events, long inputTokens, long outputTokens) {}

    /** Two turns: the call of the first, the text of the second. */
    record ToolLoop(String toolName, String arguments, String text) {}

    /**
     * A failure as the SDK reports it.
     *
     * @param exception simple name of the class the SDK throws
     * @param type what the vendor calls it, in the SDK's reading
     */
    record TypedError(String exception, int status, String type, String message) {}
}
