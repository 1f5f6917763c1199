package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt speaks with its upstream: in which protocol, as the call came or in a translation, and what is done with the
 * answer. Notes in the attempt what could not be said. Thread of the call.
 */
public final class Speech {
    private final Attempt attempt;
    private Protocol protocol;
    private @Nullable Translation translation;
    private @Nullable EmbeddingTranslation embedding;
    private List<Loss> takenOut = List.of();
    private boolean wholeForStream;
    private boolean countedHere;
    private boolean validated;
    private boolean formatted;
    private boolean counted;

    Speech(Attempt attempt, Protocol protocol) {
        this.attempt = attempt;
        this.protocol = protocol;
    }

    /** The protocol that is spoken with the upstream. */
    public Protocol protocol() {
        return protocol;
    }

    /** Speaks another protocol with an upstream that has several. */
    void speak(Protocol other) {
        protocol = other;
    }

    /** The call goes to the upstream in this translation. */
    void translated(Translation other) {
        translation = other;
        noteLosses();
    }

    /** Null when the bytes pass as they came. */
    public @Nullable Translation translation() {
        return translation;
    }

    /** The call goes to the upstream as it came, but for this of its history. */
    void tookOut(List<Loss> losses) {
        takenOut = List.copyOf(losses);
        if (!takenOut.isEmpty()) {
            noteLosses(List.of());
        }
    }

    /** The call asks for vectors, and goes to the upstream in this way. */
    void embeds(EmbeddingTranslation vectors) {
        embedding = vectors;
        noteLosses();
    }

    /** Null when the call asks for something else than vectors. */
    @Nullable
    EmbeddingTranslation embedding() {
        return embedding;
    }

    /** An answer loses its part, so this is said again as it comes. */
    void noteLosses() {
        if (translation != null) {
            noteLosses(translation.losses());
        } else if (embedding != null && !embedding.passes()) {
            noteLosses(embedding.losses());
        }
    }

    private void noteLosses(List<Loss> losses) {
        attempt.translated(
                protocol,
                Stream.concat(takenOut.stream(), losses.stream())
                        .map(Loss::toString)
                        .toList());
    }

    /** Nothing more is said. An answer that passes has its word for why in it. */
    void ended() {
        noteLosses();
        ChatEvent.Stopped stopped = translation == null || !translation.ofRequest() ? null : translation.stopped();
        if (stopped != null && stopped.raw() != null) {
            attempt.stopped(stopped.raw(), stopped.reason().narrowed());
        }
    }

    /** Whether the upstream was asked for a whole reply of which a stream is to be made. */
    boolean wholeForStream() {
        return wholeForStream;
    }

    /** The upstream cannot stream: it is asked for a whole reply. */
    void askWhole() {
        wholeForStream = true;
    }

    /** Whether the upstream turned out not to count tokens, so that they are counted here. */
    boolean countedHere() {
        return countedHere;
    }

    /** The upstream turns out not to count tokens. */
    void countHere() {
        countedHere = true;
    }

    /** Its answer is held against the upstream's protocol. */
    public void validate() {
        validated = true;
    }

    /** Whether the answer is held against the upstream's protocol: always, where something else is made of it. */
    boolean isValidated() {
        return validated || translation != null;
    }

    /** Its answer is written in the caller's protocol, where it does not come so. */
    public void format() {
        formatted = true;
    }

    boolean isFormatted() {
        return formatted || translation == null;
    }

    /** The tokens of its answer are noted. */
    public void count() {
        counted = true;
    }

    boolean isCounted() {
        return counted;
    }
}
