package dev.mehari.protocol;

/**
 * One event as it lies in its reader's buffer, valid until the next is asked for.
 *
 * @param buffer holds its bytes
 * @param start its first byte, counting what is left of the line break before it
 * @param own its first byte that is not left of the event before
 * @param end behind its last byte
 * @param whole false when the bytes ended before the event did
 * @param missing bytes without which the event, were it the last, would not be complete
 * @param name the event's name, empty when it has none
 * @param data what it carries, empty when nothing
 */
public record WireEvent(
        byte[] buffer, int start, int own, int end, boolean whole, byte[] missing, String name, Slice data) {}
