package dev.mehari.fake;

/** OpenAI's Responses. */
public final class ResponsesFake extends FakeProvider {
    private final ResponsesVendor vendor;

    private ResponsesFake(ResponsesVendor vendor, String key) {
        super(key, "/v1", vendor);
        this.vendor = vendor;
    }

    public static ResponsesFake start() {
        String key = "sk-fake-responses-key-0001";
        return new ResponsesFake(new ResponsesVendor(key), key);
    }

    /** From now on the vendor only knows these models. */
    public ResponsesFake knowing(String... models) {
        vendor.knowModels(models);
        return this;
    }

    /** Accepts these top-level fields although OpenAI has no such fields. */
    public ResponsesFake tolerating(String... fields) {
        vendor.tolerate(fields);
        return this;
    }
}
