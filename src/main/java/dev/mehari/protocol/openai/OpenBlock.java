package dev.mehari.protocol.openai;

/** A block of a stream that is being written. */
sealed interface OpenBlock {
    record Said() implements OpenBlock {}

    record Refused() implements OpenBlock {}

    record Thinking(StringBuilder text) implements OpenBlock {}

    record Call(CallEncoder encoder) implements OpenBlock {}

    /** Nothing more comes of it. */
    record Whole() implements OpenBlock {}
}
