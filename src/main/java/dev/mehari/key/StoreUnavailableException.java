package dev.mehari.key;

/** The place where keys and settings are kept did not answer in time. Says nothing about the key that was asked for. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
