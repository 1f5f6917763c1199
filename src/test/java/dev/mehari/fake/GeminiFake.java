package dev.mehari.fake;

/** Gemini generateContent and streamGenerateContent, the latter as events or as one JSON array. */
public final class GeminiFake extends FakeProvider {
    private final GeminiVendor vendor;

    private GeminiFake(GeminiVendor vendor, String key) {
        super(key, "", vendor);
        this.vendor = vendor;
    }

    public static GeminiFake start() {
        String key = "AIzaFakeGeminiKey0001";
        return new GeminiFake(new GeminiVendor(key), key);
    }

    /** From now on the vendor only knows these models. */
    public GeminiFake knowing(String... models) {
        vendor.knowModels(models);
        return this;
    }

    /** Accepts these top-level fields although no table knows them. */
    public GeminiFake tolerating(String... fields) {
        vendor.tolerate(fields);
        return this;
    }
}
