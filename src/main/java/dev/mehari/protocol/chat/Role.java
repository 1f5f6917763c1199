package dev.mehari.protocol.chat;

/** Who speaks in a turn. Results of tools are parts of the user's turns. */
public enum Role {
    /** The operator of the model: system and developer messages, wherever they stand. */
    SYSTEM,
    USER,
    ASSISTANT
}
