package dev.mehari.fake;

/** OpenAI with both of its APIs at one address, as it has them. */
public final class OpenAiBothFake extends FakeProvider {
    private OpenAiBothFake(Vendor vendor, String key) {
        super(key, "/v1", vendor);
    }

    public static OpenAiBothFake start() {
        String key = "sk-fake-openai-both-key-0001";
        return new OpenAiBothFake(new OpenAiBothVendor(key), key);
    }
}
