package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads paths that begin with the name of an upstream: {@code /openai/v1/files}. Any thread. */
public final class UpstreamPaths {
    /** Encodings of an encoding: more of them nobody undoes. */
    private static final int DEEPEST = 4;

    private final Supplier<Optional<Snapshot>> live;

    /** @param live the configuration that calls are served with, empty before there is one */
    public UpstreamPaths(Supplier<Optional<Snapshot>> live) {
        this.live = live;
    }

    /**
     * A path behind an upstream's name.
     *
     * @param path below the upstream's base URL, percent-encoded, a slash first, no slash twice
     */
    record Found(String upstream, String path) {}

    /**
     * The upstream of a path; null when it begins with none, or ends there.
     *
     * @param raw as it came, known to {@link PathSpelling}
     * @throws Refusal when it may lead away from the upstream's base URL, in the eyes of whoever reads it next
     */
    @Nullable
    Found find(String raw) {
        String path = raw.replaceAll("/{2,}", "/");
        int end = path.indexOf('/', 1);
        Snapshot snapshot = end < 0 ? null : live.get().orElse(null);
        Upstream upstream = snapshot == null ? null : snapshot.upstreams().get(path.substring(1, end));
        if (upstream == null || end == path.length() - 1) {
            return null;
        }
        String rest = path.substring(end);
        for (String segment : rest.split("/", -1)) {
            check(segment);
        }
        String below = upstream.below(rest);
        return new Found(upstream.name(), below.isEmpty() ? "/" : below);
    }

    private static void check(String segment) {
        String text = segment;
        for (int i = 0; i < DEEPEST; i++) {
            for (String part : text.split("[/\\\\]", -1)) {
                // Some servers take what follows a semicolon for parameters of the segment.
                String name = part.split(";", 2)[0];
                if (name.equals(".") || name.equals("..")) {
                    throw new Refusal(ErrorKind.INVALID_REQUEST, "the path holds a segment that cannot be used");
                }
            }
            String plain = PathSpelling.decode(text);
            if (plain == null || plain.equals(text)) {
                return;
            }
            text = plain;
        }
    }
}
