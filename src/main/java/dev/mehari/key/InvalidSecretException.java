package dev.mehari.key;

/** A secret that the gateway cannot start with. The message is one line, names the setting and never holds a value. */
public final class InvalidSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSecretException(String message) {
        super(message);
    }

    public InvalidSecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
