package dev.mehari.protocol.plain;

import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.StopReason;
import org.jspecify.annotations.Nullable;

/** A part of what a route answers. */
public sealed interface Piece {
    /** @param text not empty */
    record Text(String text) implements Piece {}

    /** @param text not empty */
    record Thinking(String text) implements Piece {}

    /**
     * The model asks for a tool.
     *
     * @param id null where the route gives none
     * @param arguments JSON
     */
    record Call(@Nullable String id, String name, String arguments) implements Piece {}

    /** Cumulative. */
    record Used(Usage usage) implements Piece {}

    record Finished(StopReason reason) implements Piece {}

    /**
     * There is no answer.
     *
     * @param status as of HTTP, 400 to 599
     * @param code a word for it, null for none
     */
    record Failed(int status, @Nullable String code, String message) implements Piece {}
}
