package dev.mehari.key;

import dev.mehari.config.Secret;

/**
 * A new virtual key and its value, which exists nowhere else from here on.
 *
 * @param value what the caller will present
 */
public record Minted(VirtualKey key, Secret value) {}
