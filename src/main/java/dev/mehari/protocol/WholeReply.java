package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.IOException;

/** What all protocols ask of a whole reply of status 200 before they look for their own members. */
public final class WholeReply {
    private WholeReply() {}

    /**
     * Walks the members of the reply.
     *
     * @throws Refusal {@code UPSTREAM_INVALID_REPLY} when it is not one JSON object
     */
    public static void walk(byte[] body, Json.Member each) {
        try (JsonParser parser = Json.parser(body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw invalid("an empty body");
            }
            if (first != JsonToken.START_OBJECT) {
                throw foreign(body, "JSON that is not an object");
            }
            Json.object(parser, each);
            if (parser.nextToken() != null) {
                throw invalid("more than one JSON object");
            }
        } catch (IOException e) {
            throw invalid(
                    startsWith(body, '<')
                            ? "HTML instead of JSON"
                            : startsWith(body, '{') ? "broken JSON" : "something other than JSON");
        }
    }

    /** A 200 that holds an error; the upstream's own words are kept, as they would be with an honest status. */
    public static Refusal error(byte[] body) {
        String message = ErrorBody.read(body).message();
        return new Refusal(
                ErrorKind.UPSTREAM_ERROR,
                "The upstream answered with status 200 and an error" + (message == null ? "." : ": " + message));
    }

    /**
     * JSON that is not a reply of the protocol. When it reads like an error, without being marked as one, it is taken for
     * that.
     *
     * @param what what came, after "The upstream answered with"
     */
    public static Refusal foreign(byte[] body, String what) {
        return ErrorBody.read(body).message() == null ? invalid(what) : error(body);
    }

    /**
     * A reply of the wrong kind.
     *
     * @param what what came, after "The upstream answered with"
     */
    private static Refusal invalid(String what) {
        return new Refusal(ErrorKind.UPSTREAM_INVALID_REPLY, "The upstream answered with " + what + ".");
    }

    private static boolean startsWith(byte[] body, char first) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == first;
            }
        }
        return false;
    }
}
