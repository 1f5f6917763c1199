package dev.mehari.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of the database while it is read. It cannot name variables or files of the gateway: an admin's address could
 * be sent what they hold.
 *
 * @param notices gets what keeps a credential of it from being used, which is no fault of the object
 */
record Entered(OverlayObject object, Overlay overlay, List<Fault> notices) {
    /** What a body says in place of a secret, before the credential's id. */
    static final String STORED = "stored:";

    /** @return null when there is none, or it cannot be opened */
    @Nullable
    Secret resolve(Value reference, String raw) {
        if (!raw.startsWith(STORED)) {
            reference.fault(reference.label()
                    + " cannot name a variable or a file here: give the secret itself, it is kept" + " encrypted");
            return null;
        }
        String id = raw.substring(STORED.length());
        String credential = Overlay.credential(object.name(), id);
        if (overlay.unreadable().contains(credential)) {
            notices.add(new Fault(
                    object.place(),
                    0,
                    "credential " + Fault.quote(id)
                            + " cannot be decrypted: it was stored under another MEHARI_SECRET or for another address;"
                            + " enter it again"));
        }
        return overlay.secrets().get(credential);
    }
}
