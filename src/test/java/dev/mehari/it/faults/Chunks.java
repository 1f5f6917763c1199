package dev.mehari.it.faults;

import dev.mehari.fake.Answer;

/** Chunks of a chat completion as some vendor sends them, however odd. */
final class Chunks {
    private final StringBuilder stream = new StringBuilder();

    private Chunks() {}

    /** Each delta in a chunk of its own. */
    static Chunks of(String... deltas) {
        Chunks chunks = new Chunks();
        for (String delta : deltas) {
            chunks.add("{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}", "");
        }
        return chunks;
    }

    /** A piece of a call; members that are null are left out. */
    static String call(int index, String head, String arguments) {
        String function = head.isEmpty() ? "" : "\"name\":\"" + head + "\",";
        String id = head.isEmpty() ? "" : "\"id\":\"call_" + head + "\",\"type\":\"function\",";
        return "{\"tool_calls\":[{\"index\":" + index + "," + id + "\"function\":{" + function + "\"arguments\":"
                + quoted(arguments) + "}}]}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    Chunks stop(String reason) {
        return add("{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}", "");
    }

    Chunks usage(String usage) {
        return add("", ",\"usage\":" + usage);
    }

    /** A chunk as it is. */
    Chunks raw(String json) {
        stream.append("data: ").append(json).append("\n\n");
        return this;
    }

    private Chunks add(String choice, String more) {
        return raw("{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":["
                + choice + "]" + more + "}");
    }

    Answer done() {
        return Answer.sse(stream + "data: [DONE]\n\n");
    }

    Answer cut() {
        return Answer.sse(stream.toString());
    }
}
