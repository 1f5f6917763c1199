package dev.mehari.health;

/**
 * Something is used again, or not any more.
 *
 * @param to {@code cooling}, {@code disabled}, or the word of a {@link CredentialStatus}
 * @param why one line without a full stop
 * @param worse whether it is used less from now on
 */
public record Change(Subject subject, String to, String why, boolean worse) {}
