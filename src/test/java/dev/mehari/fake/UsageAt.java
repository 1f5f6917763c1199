package dev.mehari.fake;

/** Where in a stream the usage figures stand. Vendors differ, and their imitators differ from them. */
public enum UsageAt {
    /** Where this vendor has it. */
    VENDOR,
    /** Never, asked or not. */
    NOWHERE,
    /** Only in the first event that can carry it. */
    FIRST,
    /** In every event, growing; the last one is right. */
    EVERY,
    /** Together with the finish reason. */
    WITH_FINISH,
    /** OpenAI form: a last chunk that has usage and no {@code choices} key at all. */
    WITHOUT_CHOICES
}
