package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.config.Overlay;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.Secret;
import dev.mehari.key.StoreUnavailableException;
import dev.mehari.live.OverlaySource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What admins wrote, opened, as far as this node knows it. Any thread. */
public final class Overlays implements OverlaySource {
    private static final Logger LOG = LoggerFactory.getLogger(Overlays.class);

    private record Known(Stored stored, Overlay overlay) {}

    private final OverlayStore store;
    private final Vault vault;
    private volatile @Nullable Known known;
    private volatile boolean away;

    public Overlays(OverlayStore store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    /** @throws StoreUnavailableException when it has never been read */
    @Override
    public Overlay now() {
        Known last = known;
        try {
            Overlay overlay = last != null && store.revision() == last.stored().revision()
                    ? last.overlay()
                    : opened(store.read());
            if (away) {
                away = false;
                LOG.info("what admins wrote can be read again");
            }
            return overlay;
        } catch (StoreUnavailableException e) {
            if (last == null) {
                throw e;
            }
            if (!away) {
                away = true;
                LOG.warn("what admins wrote cannot be read, what is known of it goes on: {}", e.getMessage());
            }
            return last.overlay();
        }
    }

    /**
     * What is in the store, not what is known of it.
     *
     * @throws StoreUnavailableException when it cannot be read
     */
    public Stored stored() {
        return store.read();
    }

    private Overlay opened(Stored stored) {
        Overlay overlay = open(
                stored.revision(),
                stored.entries().stream().map(Stored.Entry::object).toList(),
                stored.credentials());
        known = new Known(stored, overlay);
        return overlay;
    }

    /** Objects with their credentials, as they are or as they are going to be. */
    Overlay open(long revision, List<OverlayObject> objects, List<Stored.Sealed> credentials) {
        Map<String, Secret> secrets = new HashMap<>();
        Set<String> unreadable = new HashSet<>();
        for (OverlayObject object : objects) {
            if (object.kind() != OverlayObject.Kind.UPSTREAMS) {
                continue;
            }
            JsonNode body = Json.read(object.body());
            for (Stored.Sealed sealed : credentials) {
                if (sealed.upstream().equals(object.name())) {
                    String name = Overlay.credential(sealed.upstream(), sealed.id());
                    vault.open(sealed, Address.of(body))
                            .ifPresentOrElse(secret -> secrets.put(name, secret), () -> unreadable.add(name));
                }
            }
        }
        return new Overlay(revision, objects, secrets, unreadable);
    }
}
