package dev.mehari.protocol.chat;

/**
 * A caller's mark that the prompt up to here is worth caching at the provider.
 *
 * @param lasting whether an hour or more was asked for, in place of the usual five minutes
 * @param at its path in the caller's request
 */
public record Cache(boolean lasting, String at) {}
