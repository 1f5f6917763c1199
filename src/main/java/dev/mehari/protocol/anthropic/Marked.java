package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Content;
import org.jspecify.annotations.Nullable;

/** Parts with a mark for the prompt cache. */
final class Marked {
    private Marked() {}

    /** The part with the mark, or with the one that it has; null when parts of its kind cannot be marked. */
    static @Nullable Content with(Content part, Cache cache) {
        if (part.cache() != null) {
            return part;
        }
        return switch (part) {
            case Content.Text(var text, var none, var at) -> new Content.Text(text, cache, at);
            case Content.Image(var media, var detail, var none, var at) -> new Content.Image(media, detail, cache, at);
            case Content.Document(var media, var name, var none, var at) ->
                new Content.Document(media, name, cache, at);
            case Content.ToolCall(
                    var id,
                    var name,
                    var arguments,
                    var custom,
                    var carrier,
                    var none,
                    var at,
                    var seal) -> new Content.ToolCall(id, name, arguments, custom, carrier, cache, at, seal);
            case Content.ToolResult(var id, var parts, var error, var none, var at) ->
                new Content.ToolResult(id, parts, error, cache, at);
            case Content.Audio audio -> null;
            case Content.Video video -> null;
            case Content.Thinking thinking -> null;
            case Content.Refused refused -> null;
            case Content.Foreign foreign -> null;
        };
    }
}
