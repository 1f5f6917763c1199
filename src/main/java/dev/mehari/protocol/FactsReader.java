package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads of a whole reply which model it is of, what it has used, and whether it is an error. One reply. */
public abstract class FactsReader {
    private @Nullable Usage usage;
    private @Nullable String model;
    private boolean error;

    /**
     * Reads the reply.
     *
     * @param kind what it should be
     * @throws dev.mehari.call.Refusal {@code UPSTREAM_INVALID_REPLY} when it is something else, {@code UPSTREAM_ERROR} when
     *     it holds an error
     */
    protected final void walk(byte[] reply, String kind) {
        WholeReply.walk(reply, this::member);
        if (error) {
            throw WholeReply.error(reply);
        }
        if (!ours()) {
            throw WholeReply.foreign(reply, "JSON that is not " + kind);
        }
    }

    protected final ReplyFacts facts() {
        return new ReplyFacts(usage, model);
    }

    /** Told of each member of the reply. */
    protected abstract void member(String name, JsonParser value) throws IOException;

    /** Whether what was read is of this protocol. */
    protected abstract boolean ours();

    /** @param read null when it counts nothing */
    protected final void usage(@Nullable Usage read) {
        usage = read;
    }

    protected final @Nullable Usage usage() {
        return usage;
    }

    /** The name of the model, if the value is one. */
    protected final void model(JsonParser value) throws IOException {
        model = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
    }

    /** It is an error, if the value says something. */
    protected final void failedIf(JsonParser value) throws IOException {
        failedIf(Json.present(value));
    }

    protected final void failedIf(boolean failed) {
        error |= failed;
    }
}
