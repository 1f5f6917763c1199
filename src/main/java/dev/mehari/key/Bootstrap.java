package dev.mehari.key;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that a new gateway has a virtual key to call it with. Runs once at each start. */
public final class Bootstrap {
    static final int MIN_LENGTH = 16;
    /** Fixed, so that the unique id lets exactly one of several processes make the first key. */
    static final String FIRST_ID = "key_first";

    static final String SECRET_SETTING = "secret_check";
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

    private final KeyStore keys;
    private final Settings settings;
    private final KeyHash hash;
    private final KeyMint mint;
    private final AdminCredential admin;
    private final FirstStart firstStart;

    public Bootstrap(
            KeyStore keys,
            Settings settings,
            KeyHash hash,
            KeyMint mint,
            AdminCredential admin,
            FirstStart firstStart) {
        this.keys = keys;
        this.settings = settings;
        this.hash = hash;
        this.mint = mint;
        this.admin = admin;
        this.firstStart = firstStart;
    }

    /**
     * Stores the configured key unless it is there already, even disabled. Without one, makes a key when there is none
     * at all.
     *
     * @param configured value of {@code MEHARI_BOOTSTRAP_KEY}, null when unset
     * @throws InvalidSecretException when it is blank, shorter than 16 characters or the admin password
     * @throws StoreUnavailableException when the database is away
     */
    public void run(@Nullable String configured) {
        warnOfAnotherSecret();
        if (configured != null) {
            // A secret mounted from a file ends in a line break, which no header could carry.
            String value = configured.strip();
            check(value, admin);
            if (keys.findByHash(hash.of(value)).isEmpty()) {
                keys.insert(mint.keyFor(value, KeyDraft.named("bootstrap")));
            }
        } else if (keys.list().isEmpty()) {
            Minted first = mint.mint(FIRST_ID, KeyDraft.named("first key"));
            if (keys.insert(first.key())) {
                firstStart.madeKey(first.value());
            }
        }
    }

    /** @param admin null when nobody knows the password */
    static void check(String configured, @Nullable AdminCredential admin) {
        if (configured.isEmpty()) {
            throw new InvalidSecretException(
                    "MEHARI_BOOTSTRAP_KEY is set but empty: give it a key, or unset it to have one made");
        }
        if (configured.length() < MIN_LENGTH) {
            throw new InvalidSecretException(
                    "MEHARI_BOOTSTRAP_KEY is too short: a virtual key has at least " + MIN_LENGTH + " characters");
        }
        if (admin != null && admin.matches(configured)) {
            throw new InvalidSecretException(
                    "MEHARI_BOOTSTRAP_KEY and MEHARI_ADMIN_PASSWORD are the same: the admin password cannot call models");
        }
    }

    /** With another secret no stored key can match: without this line that looks as if every caller had a wrong key. */
    private void warnOfAnotherSecret() {
        String mine = hash.of(SECRET_SETTING);
        if (!settings.putIfAbsent(SECRET_SETTING, mine)
                && settings.find(SECRET_SETTING)
                        .filter(theirs -> !KeyHash.same(theirs, mine))
                        .isPresent()) {
            LOG.warn("MEHARI_SECRET is not the one this database was set up with: keys and passwords made before do not"
                    + " work on this node; every node needs the same MEHARI_SECRET");
        }
    }
}
