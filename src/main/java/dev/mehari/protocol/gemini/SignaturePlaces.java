package dev.mehari.protocol.gemini;

import dev.mehari.protocol.chat.Content;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where in a turn of the model each of Google's signatures goes. Other protocols keep one with a thought in front of the
 * part it came on; clients that know thoughts only at the beginning of a turn have moved it there. So one without a text
 * belongs to the next part, one with a text to the first call that has none, else to the next text. One that finds no
 * place stands alone.
 */
final class SignaturePlaces {
    private final List<Content> parts;
    private final Map<Integer, String> on = new HashMap<>();
    /** For each part the next call behind it, itself included; the number of parts where there is none. */
    private final int[] nextCall;
    /** Texts that no signed thought stands in front of, and that have no signature. */
    private final NavigableSet<Integer> texts = new TreeSet<>();

    SignaturePlaces(List<Content> parts) {
        this.parts = parts;
        this.nextCall = new int[parts.size() + 1];
        nextCall[parts.size()] = parts.size();
        for (int i = parts.size() - 1; i >= 0; i--) {
            nextCall[i] = call(i) ? i : nextCall[i + 1];
            if (text(i) && (i == 0 || thought(i - 1) == null)) {
                texts.add(i);
            }
        }
        Set<String> placed = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            String own = parts.get(i) instanceof Content.ToolCall call ? Signatures.own(call.carrier()) : null;
            if (own != null) {
                on.put(i, own);
                placed.add(own);
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            String thought = thought(i);
            // Chat completions carry a call's signature twice, with the call and with the thought.
            if (thought != null && placed.add(thought)) {
                int place = place(i);
                on.put(place, thought);
                texts.remove(place);
            }
        }
    }

    /** The signature to write on a part, null for none. */
    @Nullable
    String on(int part) {
        return on.get(part);
    }

    private @Nullable String thought(int i) {
        return parts.get(i) instanceof Content.Thinking thinking ? Signatures.own(thinking.carrier()) : null;
    }

    private int place(int thought) {
        boolean silent = parts.get(thought) instanceof Content.Thinking thinking
                && thinking.text().isEmpty();
        int next = thought + 1;
        if (next < parts.size() && free(next) && (call(next) || (silent && text(next)))) {
            return next;
        }
        if (silent) {
            return thought;
        }
        int call = nextCall[next];
        if (call < parts.size() && free(call) && thought(call - 1) == null) {
            return call;
        }
        Integer text = texts.ceiling(next);
        if (text != null) {
            return text;
        }
        return next < parts.size() && free(next) && text(next) ? next : thought;
    }

    private boolean free(int i) {
        return !on.containsKey(i);
    }

    private boolean call(int i) {
        return parts.get(i) instanceof Content.ToolCall;
    }

    private boolean text(int i) {
        return parts.get(i) instanceof Content.Text;
    }
}
