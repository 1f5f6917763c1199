package dev.mehari.it.pairs;

import dev.mehari.it.GatewaySetup;

/** What callers speak, and the words of it that differ. */
enum Dialect {
    CHAT("stop", "tool_calls", "BadRequestException", 120),
    RESPONSES("completed", "completed", "BadRequestException", 120),
    /** Counts what the cache gave apart. */
    ANTHROPIC("end_turn", "tool_use", "BadRequestException", 100),
    GEMINI("STOP", "STOP", "ClientException", 120);

    final String end;
    final String tools;
    final String badRequest;

    /** Of a prompt of 100 tokens and 20 more from the cache. */
    final long input;

    Dialect(String end, String tools, String badRequest, long input) {
        this.end = end;
        this.tools = tools;
        this.badRequest = badRequest;
        this.input = input;
    }

    Caller caller(String url) {
        return switch (this) {
            case CHAT -> new ChatCaller(url + "/v1", GatewaySetup.KEY);
            case RESPONSES -> new ResponsesCaller(url + "/v1", GatewaySetup.KEY);
            case ANTHROPIC -> new AnthropicCaller(url, GatewaySetup.KEY);
            case GEMINI -> new GeminiCaller(url, GatewaySetup.KEY);
        };
    }
}
