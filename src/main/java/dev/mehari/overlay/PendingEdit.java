package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Overlay;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.config.Snapshot;
import dev.mehari.key.Keys;
import dev.mehari.key.VirtualKey;
import dev.mehari.live.OverlayEdit;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One change on its way. */
final class PendingEdit implements OverlayEdit {
    /** The alias that a default route makes, and what such a route has. */
    private static final String EVERYTHING = "*";

    private static final String TARGETS = "targets";

    private final String author;
    private final Function<Stored, List<Draft>> wishes;
    private final Overlays overlays;
    private final OverlayStore store;
    private final GivenCredentials given;
    private final Snapshot live;
    private final Keys keys;
    private final Clock clock;

    private final List<Commit.Write> writes = new ArrayList<>();
    private final Set<String> written = new HashSet<>();
    private long expected;

    /** @param live whose files say what nobody else may name */
    PendingEdit(
            String author,
            Function<Stored, List<Draft>> wishes,
            Overlays overlays,
            OverlayStore store,
            GivenCredentials given,
            Snapshot live,
            Keys keys,
            Clock clock) {
        this.author = author;
        this.wishes = wishes;
        this.overlays = overlays;
        this.store = store;
        this.given = given;
        this.live = live;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Overlay wanted() {
        Stored stored = overlays.stored();
        expected = stored.revision();
        List<Draft> drafts = wishes.apply(stored);
        List<OverlayObject> objects = new ArrayList<>(
                stored.entries().stream().map(Stored.Entry::object).toList());
        List<Stored.Sealed> credentials = new ArrayList<>(stored.credentials());
        for (Draft draft : drafts) {
            OverlayObject before = stored.find(draft.kind(), draft.name())
                    .map(Stored.Entry::object)
                    .orElse(null);
            check(draft, before);
            objects.removeIf(object -> object.id().equals(draft.id()));
            Commit.Write write = write(draft, before, stored);
            writes.add(write);
            if (write.body() != null) {
                written.add(draft.id());
                objects.add(new OverlayObject(draft.kind(), draft.name(), version(), write.body()));
            }
            if (draft.kind() == Kind.UPSTREAMS) {
                credentials.removeIf(one -> one.upstream().equals(draft.name()));
                credentials.addAll(write.credentials());
            }
        }
        refuseUsed(drafts, objects);
        refuseTwoWays(objects);
        return overlays.open(version(), objects, credentials);
    }

    @Override
    public Set<String> written() {
        return written;
    }

    @Override
    public boolean keep() {
        return store.commit(expected, new Commit(clock.instant(), author, writes));
    }

    /** That what is written gets. */
    long version() {
        return expected + 1;
    }

    private Commit.Write write(Draft draft, @Nullable OverlayObject before, Stored stored) {
        JsonNode body = draft.body();
        if (body == null) {
            return new Commit.Write(draft.kind(), draft.name(), before, null, List.of());
        }
        if (draft.kind() != Kind.UPSTREAMS) {
            return new Commit.Write(draft.kind(), draft.name(), before, Json.write(body), List.of());
        }
        GivenCredentials.Kept kept = given.of(draft.name(), body, stored.of(draft.name()));
        return new Commit.Write(draft.kind(), draft.name(), before, Json.write(kept.body()), kept.credentials());
    }

    private void check(Draft draft, @Nullable OverlayObject before) {
        JsonNode body = draft.body();
        boolean takesAll = draft.kind() == Kind.SETTINGS && body != null && body.has(TARGETS);
        String name = takesAll ? EVERYTHING : draft.name();
        String id = takesAll ? OverlayObject.id(Kind.MODELS, EVERYTHING) : draft.id();
        // What a file hides may still be taken away.
        String place = body == null && before != null
                ? null
                : live.overlaid().place(id).orElse(null);
        if (place != null) {
            throw conflict("\"" + name + "\" is managed by " + place + ": change it there");
        }
        if (before == null && body == null) {
            throw new Refusal(ErrorKind.PATH_NOT_FOUND, "there is no " + draft.id() + " that an admin made");
        }
        switch (draft.expected()) {
            case Draft.Expected.Any any -> {}
            case Draft.Expected.Absent absent -> {
                if (before != null) {
                    throw conflict(draft.id() + " is there already, in version " + before.version()
                            + ": send that as If-Match to change it");
                }
            }
            case Draft.Expected.Version version -> {
                if (before == null || before.version() != version.number()) {
                    throw conflict(draft.id() + " is not what it was in version " + version.number() + ": it is "
                            + (before == null ? "gone" : "version " + before.version() + " now") + "; read it again");
                }
            }
        }
    }

    /** One of them would win, and nobody would know which. */
    private static void refuseTwoWays(List<OverlayObject> objects) {
        boolean alias = objects.stream()
                .anyMatch(
                        object -> object.kind() == Kind.MODELS && object.name().equals(EVERYTHING));
        boolean route = objects.stream()
                .anyMatch(object -> object.kind() == Kind.SETTINGS
                        && Json.read(object.body()).has(TARGETS));
        if (alias && route) {
            throw conflict("the alias \"*\" would be set twice, by models/* and by the default route of"
                    + " /api/endpoints/routing/config: take one of them away first");
        }
    }

    private void refuseUsed(List<Draft> drafts, List<OverlayObject> left) {
        List<Draft> gone = drafts.stream().filter(draft -> draft.body() == null).toList();
        if (gone.isEmpty()) {
            return;
        }
        List<VirtualKey> all = keys.list();
        for (Draft draft : gone) {
            List<String> users = Uses.of(draft, left, all);
            if (!users.isEmpty()) {
                throw new Referenced(draft.id(), users);
            }
        }
    }

    private static Refusal conflict(String message) {
        return new Refusal(ErrorKind.CONFLICT, message);
    }
}
