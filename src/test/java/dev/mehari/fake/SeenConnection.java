package dev.mehari.fake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one connection did. Times are {@link System#nanoTime()}. */
public final class SeenConnection {
    private final Journal journal;
    private final int number;
    private final long acceptedAt;
    private final List<SeenRequest> requests = new ArrayList<>();
    private @Nullable Long closedByPeerAt;
    private @Nullable Long closedAt;

    SeenConnection(Journal journal, int number, long acceptedAt) {
        this.journal = journal;
        this.number = number;
        this.acceptedAt = acceptedAt;
    }

    /** Counted from 1 in the order of acceptance. */
    public int number() {
        return number;
    }

    public long acceptedAt() {
        return acceptedAt;
    }

    /** When the peer's end or reset was seen; null while it holds its side open, or when we closed first. */
    public @Nullable Long closedByPeerAt() {
        return journal.read(() -> closedByPeerAt);
    }

    /** Neither side has closed. */
    public boolean isOpen() {
        return journal.read(() -> closedAt == null && closedByPeerAt == null);
    }

    public List<SeenRequest> requests() {
        return journal.read(() -> List.copyOf(requests));
    }

    boolean peerGone() {
        return closedByPeerAt != null;
    }

    void opened(SeenRequest request) {
        journal.write(() -> requests.add(request));
    }

    void peerClosed(long at) {
        journal.write(() -> {
            // After our own close the reader fails too; that says nothing about the peer.
            if (closedAt == null && closedByPeerAt == null) {
                closedByPeerAt = at;
            }
        });
    }

    void closed(long at) {
        journal.write(() -> {
            if (closedAt == null) {
                closedAt = at;
            }
        });
    }

    boolean isLatest(SeenRequest request) {
        return requests.getLast().equals(request);
    }
}
