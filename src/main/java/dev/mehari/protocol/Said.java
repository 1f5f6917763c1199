package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.ToLongFunction;

/**
 * What an upstream has said since it last reported usage: to be counted should no report come any more. Of a very long
 * answer a part is kept, and stands for the rest. One answer, one thread at a time.
 */
public final class Said {
    /** Characters that are kept of the answer, and of the thinking: as many as few answers have, as a slow reader holds them. */
    private static final int MOST = 1 << 18;

    private final Text answer = new Text();
    private final Text thinking = new Text();

    private static final class Text {
        private final StringBuilder kept = new StringBuilder(0);
        private long length;

        void add(String text) {
            length += text.length();
            kept.append(text, 0, Math.min(text.length(), MOST - kept.length()));
        }

        /** Without a string of its own: this is done for every event of every stream. */
        void add(JsonParser value) throws IOException {
            int more = value.getTextLength();
            length += more;
            kept.append(value.getTextCharacters(), value.getTextOffset(), Math.min(more, MOST - kept.length()));
        }

        void cut(long at) {
            kept.setLength((int) Math.min(at, kept.length()));
            length = at;
        }

        long count(ToLongFunction<String> tokens) {
            return kept.isEmpty()
                    ? 0
                    : (long) Math.ceil((double) tokens.applyAsLong(kept.toString()) * length / kept.length());
        }
    }

    /**
     * Takes the value at which the parser stands as text of the answer, if it is one.
     *
     * @return whether it says something, whatever it is, see {@link Json#present}
     */
    public boolean answer(JsonParser value) throws IOException {
        return take(value, answer);
    }

    /** The same for text of the model's thinking. */
    public boolean thinking(JsonParser value) throws IOException {
        return take(value, thinking);
    }

    private static boolean take(JsonParser value, Text text) throws IOException {
        if (value.currentToken() == JsonToken.VALUE_STRING) {
            text.add(value);
        }
        return Json.present(value);
    }

    /** Takes all that a value holds as text of the answer, names of its members included: about what it is as JSON. */
    public boolean all(JsonParser value) throws IOException {
        if (!value.currentToken().isStructStart()) {
            return answer(value);
        }
        boolean some = false;
        for (int depth = 1; depth > 0; ) {
            JsonToken token = value.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else {
                answer.add(value);
            }
            some |= depth > 0;
        }
        return some;
    }

    /** Takes text of an answer that is here as a whole. */
    public void answer(String text) {
        answer.add(text);
    }

    /** The same for text of the model's thinking. */
    public void thinking(String text) {
        thinking.add(text);
    }

    /** How much of an answer there is up to now, for {@link #thoughtSince}. */
    public long mark() {
        return answer.length;
    }

    /** What was taken as answer since a mark turns out to be thinking. */
    public void thoughtSince(long mark) {
        if (mark < answer.kept.length()) {
            thinking.add(answer.kept.substring((int) mark));
        }
        answer.cut(mark);
    }

    /** What was said so far is in a report of the upstream's. */
    public void reported() {
        answer.cut(0);
        thinking.cut(0);
    }

    /** Whether all that was said is in a report. */
    public boolean isEmpty() {
        return answer.length + thinking.length == 0;
    }

    /** Counts the answer. */
    public long answered(ToLongFunction<String> tokens) {
        return answer.count(tokens);
    }

    /** Counts the thinking. */
    public long thought(ToLongFunction<String> tokens) {
        return thinking.count(tokens);
    }
}
