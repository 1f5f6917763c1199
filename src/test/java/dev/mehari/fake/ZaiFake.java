package dev.mehari.fake;

/** Z.AI's GLM chat completions. */
public final class ZaiFake extends FakeProvider {
    private final ZaiVendor vendor;

    private ZaiFake(ZaiVendor vendor, String key) {
        super(key, "/api/paas/v4", vendor);
        this.vendor = vendor;
    }

    public static ZaiFake start() {
        String key = "0123456789abcdef.fakeZaiKey0001";
        return new ZaiFake(new ZaiVendor(key), key);
    }

    /** Knows these models beside the few it knows from the start. */
    public ZaiFake knowing(String... models) {
        vendor.knowModels(models);
        return this;
    }

    /** Accepts these top-level fields although no table knows them. */
    public ZaiFake tolerating(String... fields) {
        vendor.tolerate(fields);
        return this;
    }
}
