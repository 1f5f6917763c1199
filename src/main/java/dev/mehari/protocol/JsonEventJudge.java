package dev.mehari.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Judges events of which each holds one JSON object. */
public abstract class JsonEventJudge implements EventJudge {
    private static final byte[] NOTHING = new byte[0];

    private final JsonFactory json = Json.factory();
    private final Said said = new Said();
    private @Nullable Usage usage;
    private boolean error;

    /** Before an event is read: nothing is known of it but its name. */
    protected final void begin(WireEvent event) {
        usage = null;
        error = event.name().equals("error");
    }

    /**
     * Reads the event's object.
     *
     * @return what the event is when it is no such object, or says that the upstream failed; else null
     */
    protected final @Nullable Verdict read(WireEvent event, Json.Member each) {
        boolean began = false;
        try (JsonParser parser = event.data().parse(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return unless(Verdict.UNREADABLE);
            }
            began = true;
            Json.object(parser, each);
        } catch (JsonParseException e) {
            usage = null;
            // A model may be cut in the middle of a character; its callers are used to that.
            return unless(began && event.data().isUtf8() ? Verdict.MALFORMED : Verdict.UNREADABLE);
        } catch (IOException e) {
            // Longer or deeper than is read here, which says nothing against it.
            usage = null;
            return unless(Verdict.UNREADABLE);
        }
        return error ? Verdict.ERROR : null;
    }

    /** This verdict, unless the event is known to be an error. */
    protected final Verdict unless(Verdict verdict) {
        return error ? Verdict.ERROR : verdict;
    }

    /** The upstream says that it failed, if the value says something. */
    protected final void failedIf(JsonParser value) throws IOException {
        failedIf(Json.present(value));
    }

    protected final void failedIf(boolean failed) {
        error |= failed;
    }

    /** @param read null for a report that counts nothing */
    protected final void report(@Nullable Usage read) {
        usage = read == null ? usage : read;
    }

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public final @Nullable Usage usage() {
        return usage;
    }

    @Override
    public final Said said() {
        return said;
    }

    @Override
    public byte[] closing() {
        return NOTHING;
    }
}
