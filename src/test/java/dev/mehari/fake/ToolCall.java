package dev.mehari.fake;

import org.jspecify.annotations.Nullable;

/**
 * A call a fake model makes.
 *
 * @param arguments JSON text, not checked: a model may write nonsense
 * @param id null for one in the vendor's form
 */
public record ToolCall(
        String name, String arguments, @Nullable String id) {
    public ToolCall(String name, String arguments) {
        this(name, arguments, null);
    }

    String idOr(String usual) {
        return id == null ? usual : id;
    }
}
