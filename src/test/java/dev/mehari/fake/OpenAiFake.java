package dev.mehari.fake;

/** OpenAI chat completions, and servers that imitate it. */
public final class OpenAiFake extends FakeProvider {
    private final OpenAiVendor vendor;

    private OpenAiFake(OpenAiVendor vendor, String key) {
        super(key, "/v1", vendor);
        this.vendor = vendor;
    }

    public static OpenAiFake start() {
        String key = "sk-fake-openai-key-0001";
        return new OpenAiFake(new OpenAiVendor(key), key);
    }

    /** From now on the vendor only knows these models. */
    public OpenAiFake knowing(String... models) {
        vendor.knowModels(models);
        return this;
    }

    /** Accepts these top-level fields although OpenAI has no such fields. */
    public OpenAiFake tolerating(String... fields) {
        vendor.tolerate(fields);
        return this;
    }

    /** A look-alike: knows the extensions that are in wide use, and none of the rules about single models. */
    public OpenAiFake compatible() {
        vendor.compatible();
        return this;
    }

    /** Wants back what its model thought when it asked for tools, as DeepSeek and Kimi do. */
    public OpenAiFake wantingReasoning() {
        vendor.wantReasoning();
        return this;
    }
}
