package dev.mehari.protocol;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import java.util.List;
import java.util.StringJoiner;

/**
 * Lists in an error what was tried, when it was more than one attempt: target, status and kind of failure. Nothing that an
 * upstream said, no credential and no address.
 */
public final class Tried {
    private Tried() {}

    /**
     * A member of an error's object, with the comma before it; empty when there is nothing to list. An attempt whose
     * upstream gave no status has none here either.
     */
    public static String member(List<Attempt> attempts) {
        if (attempts.size() < 2) {
            return "";
        }
        StringJoiner list = new StringJoiner(",", ",\"attempts\":[", "]");
        for (Attempt attempt : attempts) {
            StringJoiner one = new StringJoiner(",", "{", "}");
            one.add("\"upstream\":" + Json.quote(attempt.target().upstream()));
            one.add("\"model\":" + Json.quote(attempt.target().model()));
            if (attempt.status() > 0) {
                one.add("\"status\":" + attempt.status());
            }
            ErrorKind error = attempt.error();
            if (error != null) {
                one.add("\"error\":" + Json.quote(error.code()));
            }
            list.add(one.toString());
        }
        return list.toString();
    }

    /** The same as an object of texts, {@code "attempt-1": "openai/gpt-5: 503 upstream_overloaded"}; empty as above. */
    public static String metadata(List<Attempt> attempts) {
        if (attempts.size() < 2) {
            return "";
        }
        StringJoiner list = new StringJoiner(",", "{", "}");
        int number = 0;
        for (Attempt attempt : attempts) {
            StringJoiner what = new StringJoiner(" ", attempt.target() + ": ", "");
            what.setEmptyValue(attempt.target().toString());
            if (attempt.status() > 0) {
                what.add(Integer.toString(attempt.status()));
            }
            ErrorKind error = attempt.error();
            if (error != null) {
                what.add(error.code());
            }
            list.add("\"attempt-" + ++number + "\":" + Json.quote(what.toString()));
        }
        return list.toString();
    }
}
