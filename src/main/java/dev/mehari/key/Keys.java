package dev.mehari.key;

import dev.mehari.call.Caller;
import dev.mehari.call.Caller.Role;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Virtual keys: checks the ones that callers present, and keeps those that operators make and change. Any thread. */
public final class Keys {
    /** Who calls without a key while {@code auth.mode} is open. */
    static final Caller OPEN = new Caller("open", "open", null, List.of(), Role.INFERENCE, List.of(), null);

    private final KeyStore store;
    private final KeyHash hash;
    private final KeyMint mint;
    private final AdminCredential admin;
    private final AuthMode mode;
    private final KeyCache cache;
    private final Clock clock;

    /**
     * @param cacheSize keys held in memory ({@code APIKEY_CACHE_SIZE}, 1000)
     * @param cacheTimeToLive how long a key works on after the last time the store could be read
     *     ({@code APIKEY_CACHE_TTL_MS}, 5 minutes)
     */
    public Keys(
            KeyStore store,
            KeyHash hash,
            KeyMint mint,
            AdminCredential admin,
            AuthMode mode,
            int cacheSize,
            Duration cacheTimeToLive,
            Clock clock) {
        this.store = store;
        this.hash = hash;
        this.mint = mint;
        this.admin = admin;
        this.mode = mode;
        this.cache = new KeyCache(store, cacheSize, cacheTimeToLive, clock);
        this.clock = clock;
    }

    /**
     * Says who presents this key. What the key may do is not looked at: see {@link #mayCallModels}.
     *
     * @param presented as the caller sent it, null or blank when none was sent
     * @throws Refusal {@code INVALID_API_KEY}, {@code KEY_DISABLED}, {@code KEY_EXPIRED}, {@code ADMIN_CREDENTIAL} or
     *     {@code AUTH_STORE_UNAVAILABLE}
     */
    public Caller verify(@Nullable String presented) {
        if (presented == null || presented.isBlank()) {
            if (mode == AuthMode.OPEN) {
                return OPEN;
            }
            throw new Refusal(
                    ErrorKind.INVALID_API_KEY, "no API key was sent: use Authorization: Bearer <virtual key>");
        }
        String hashed = hash.of(presented);
        if (admin.matchesHash(hashed)) {
            throw new Refusal(
                    ErrorKind.ADMIN_CREDENTIAL,
                    "the admin password cannot call models: create a virtual key and send that");
        }
        @Nullable
        VirtualKey key = cache.find(hashed)
                // Again, because a database may take two spellings for one.
                .filter(found -> KeyHash.same(found.hash(), hashed))
                .orElse(null);
        if (key == null) {
            if (mode == AuthMode.OPEN) {
                // Clients that cannot go without a key send a made-up one.
                return OPEN;
            }
            throw new Refusal(ErrorKind.INVALID_API_KEY, "the API key is not a virtual key of this gateway");
        }
        return inUse(key);
    }

    /**
     * Says who calls with a key that is known by its id; nobody has to present it.
     *
     * @throws Refusal {@code KEY_DISABLED}, {@code KEY_EXPIRED}; {@code INVALID_API_KEY} when it is gone
     * @throws StoreUnavailableException when the database is away
     */
    public Caller holder(String id) {
        return inUse(find(id).orElseThrow(
                        () -> new Refusal(ErrorKind.INVALID_API_KEY, "there is no key " + id + " any more")));
    }

    private Caller inUse(VirtualKey key) {
        if (key.disabled()) {
            throw new Refusal(ErrorKind.KEY_DISABLED, "the API key " + key.id() + " is disabled");
        }
        if (key.isExpired(clock.instant())) {
            throw new Refusal(ErrorKind.KEY_EXPIRED, "the API key " + key.id() + " expired at " + key.expiresAt());
        }
        return key.caller();
    }

    /** @throws Refusal {@code ROLE_NOT_ALLOWED} for a key that may only read lists and statistics */
    public void mayCallModels(Caller caller) {
        if (caller.role() == Role.READONLY) {
            throw new Refusal(
                    ErrorKind.ROLE_NOT_ALLOWED,
                    "the API key " + caller.keyId() + " has the role readonly, which cannot call models");
        }
    }

    /**
     * Makes and stores a key.
     *
     * @throws StoreUnavailableException when the database is away
     */
    public Minted create(KeyDraft draft) {
        Minted minted = mint.mint(draft);
        if (!store.insert(minted.key())) {
            throw new IllegalStateException("the id " + minted.key().id() + " is taken");
        }
        return minted;
    }

    /**
     * Changes a key. On this node the change holds from now on, on others within 10 seconds.
     *
     * @param current as it was read; its version decides
     * @return false when the key was changed by somebody else since; nothing is stored then
     * @throws StoreUnavailableException when the database is away; the change may or may not have been stored
     */
    public boolean change(VirtualKey current, KeyDraft to) {
        try {
            return store.update(current.changed(to, Instant.ofEpochMilli(clock.millis())));
        } finally {
            cache.drop(current.hash());
        }
    }

    /** @throws StoreUnavailableException when the database is away */
    public Optional<VirtualKey> find(String id) {
        return store.findById(id);
    }

    /**
     * All keys, oldest first.
     *
     * @throws StoreUnavailableException when the database is away
     */
    public List<VirtualKey> list() {
        return store.list();
    }
}
