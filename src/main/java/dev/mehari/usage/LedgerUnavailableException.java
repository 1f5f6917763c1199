package dev.mehari.usage;

/** The place where usage is kept is away or busy: what was being written may be written again. */
public final class LedgerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
