package dev.mehari.store;

import dev.mehari.call.Decision;
import dev.mehari.usage.UsageRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a batch of calls, each once. Ten rules that every call passes over take a kilobyte, which would cost a
 * row more than all else in it.
 */
final class Decided {
    static final String INSERT = "INSERT INTO decisions (id, text) VALUES (?, ?) ON CONFLICT (id) DO NOTHING";

    /** Of a SHA-256: callers name models, so nobody must be able to make two decisions of one id. */
    private static final int BYTES = 16;

    /** In the order of their ids, as all nodes write them: two that wrote in different orders could wait for each other. */
    private final Map<String, String> texts = new TreeMap<>();

    /** By identity: calls that were decided alike share one list, and one that does not gets the same id again. */
    private final IdentityHashMap<List<Decision.Note>, String> ids = new IdentityHashMap<>();

    Decided(List<UsageRecord> batch) {
        for (UsageRecord row : batch) {
            if (!row.decision().isEmpty()) {
                ids.computeIfAbsent(row.decision(), this::add);
            }
        }
    }

    private String add(List<Decision.Note> notes) {
        String text = DecisionText.of(notes);
        String id = id(text);
        texts.put(id, text);
        return id;
    }

    /** Null when nothing was decided. */
    @Nullable
    String id(UsageRecord row) {
        return ids.get(row.decision());
    }

    /** By id. */
    List<Map.Entry<String, String>> texts() {
        return List.copyOf(texts.entrySet());
    }

    private static String id(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
