package dev.mehari.protocol.chat;

/**
 * A value that a caller set, and where.
 *
 * @param at its path as the caller wrote it, {@code generationConfig.topK}: a loss is named by it;
 *     empty for what an operator set in the caller's place
 */
public record Given<T>(T value, String at) {}
