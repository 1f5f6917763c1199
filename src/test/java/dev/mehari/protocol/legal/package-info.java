/**
 * What a caller of each protocol may be sent. Every rule names the section of the protocol's facts from which it comes
 * ({@code 1.x} a protocol itself, {@code 2.x} what is mapped, {@code 3.x} streams, {@code 0.x} what official clients stumble
 * over), or the fault that it keeps away.
 */
@NullMarked
package dev.mehari.protocol.legal;

import org.jspecify.annotations.NullMarked;
