package dev.mehari.key;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the secrets that a start is given, before anything is opened or made. */
public final class GivenSecrets {
    /** Hashes made of it are compared with each other and thrown away. */
    private static final String NOBODYS = "a secret of nobody";

    private GivenSecrets() {}

    /**
     * What is wrong with them, empty when nothing is. A password or key in the database is not looked at.
     *
     * @param environment variables by name
     * @param data the data folder, which need not be there
     */
    public static List<String> faults(Map<String, String> environment, Path data) {
        List<String> faults = new ArrayList<>();
        gather(faults, () -> DeploymentSecret.check(environment.get("MEHARI_SECRET"), data));
        KeyHash hash = new KeyHash(DeploymentSecret.load(NOBODYS, data));
        String password = environment.get("MEHARI_ADMIN_PASSWORD");
        List<AdminCredential> admin = new ArrayList<>();
        if (password != null) {
            gather(faults, () -> admin.add(AdminCredential.configured(password, hash)));
        }
        String key = environment.get("MEHARI_BOOTSTRAP_KEY");
        if (key != null) {
            @Nullable AdminCredential known = admin.isEmpty() ? null : admin.getFirst();
            gather(faults, () -> Bootstrap.check(key.strip(), known));
        }
        return faults;
    }

    private static void gather(List<String> faults, Runnable look) {
        try {
            look.run();
        } catch (InvalidSecretException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }
}
