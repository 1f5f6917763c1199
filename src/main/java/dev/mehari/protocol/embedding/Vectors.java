package dev.mehari.protocol.embedding;

import dev.mehari.call.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream answered.
 *
 * @param list in the order of the passages
 * @param model as the upstream names it, null when it does not
 * @param usage null when the upstream reported none
 */
public record Vectors(
        List<Vector> list, @Nullable String model, @Nullable Usage usage) {
    public Vectors {
        list = List.copyOf(list);
    }
}
