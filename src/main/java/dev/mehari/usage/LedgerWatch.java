package dev.mehari.usage;

/** Hears of records that could not be kept, so that they are counted. Any thread. */
public interface LedgerWatch {
    /** @param reason for an operator; holds nothing of the record */
    void lost(String callId, String reason);
}
