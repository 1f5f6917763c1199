package dev.mehari.fake;

/** Anthropic messages, and providers that offer the same under another path. */
public final class AnthropicFake extends FakeProvider {
    private final AnthropicVendor vendor;

    private AnthropicFake(AnthropicVendor vendor, String key, String prefix) {
        super(key, prefix, vendor);
        this.vendor = vendor;
    }

    public static AnthropicFake start() {
        return startAt("");
    }

    /** With a path before {@code /v1/messages}: {@code /api/anthropic} is where Z.AI has it. */
    public static AnthropicFake startAt(String prefix) {
        String key = "sk-ant-fake-key-0001";
        return new AnthropicFake(new AnthropicVendor(key, prefix), key, prefix);
    }

    /** From now on the vendor only knows these models. */
    public AnthropicFake knowing(String... models) {
        vendor.knowModels(models);
        return this;
    }

    /** Accepts these top-level fields although no table knows them. */
    public AnthropicFake tolerating(String... fields) {
        vendor.tolerate(fields);
        return this;
    }

    /** Takes turns of one role in a row as one turn, as the live API does; otherwise they are refused. */
    public AnthropicFake mergingTurns() {
        vendor.mergesTurns();
        return this;
    }
}
