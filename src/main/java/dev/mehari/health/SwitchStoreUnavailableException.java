package dev.mehari.health;

/** The store of switches is away; what was known of them holds on. */
public final class SwitchStoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SwitchStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
