package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;

/**
 * What a provider wants back, unchanged, with the history: signed or encrypted thinking. Only the provider that made it
 * can read it, and no other may be sent it.
 *
 * @param origin whose it is
 * @param raw Anthropic: an array of thinking blocks; Gemini: a signature as text; Responses: a reasoning item; chat
 *     completions: OpenRouter's array of reasoning details
 */
public record Carrier(Protocol origin, JsonNode raw) {}
