package dev.mehari.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mehari.call.Decision.Note;
import java.util.List;

/**
 * Decisions that many calls share, as one list each: what waits for its row holds no notes of its own, which would have to be
 * copied by every collection of garbage until then.
 */
final class Decisions {
    /** Characters of all that are kept. */
    private static final long ROOM = 1 << 20;

    /** Any thread. */
    private static final Cache<List<Note>, List<Note>> SHARED = Caffeine.newBuilder()
            .maximumWeight(ROOM)
            .weigher((List<Note> notes, List<Note> same) -> characters(notes))
            .executor(Runnable::run)
            .build();

    private Decisions() {}

    /** The same notes, in a list that never changes. */
    static List<Note> shared(List<Note> notes) {
        List<Note> known = SHARED.getIfPresent(notes);
        if (known == null) {
            known = List.copyOf(notes);
            SHARED.put(known, known);
        }
        return known;
    }

    private static int characters(List<Note> notes) {
        return notes.stream()
                .mapToInt(note -> note.subject().length() + note.why().length())
                .sum();
    }
}
