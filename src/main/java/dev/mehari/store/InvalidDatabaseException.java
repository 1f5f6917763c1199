package dev.mehari.store;

/** A database setting that the gateway cannot start with. The message is one line and never holds a password. */
public final class InvalidDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidDatabaseException(String message) {
        super(message);
    }
}
