package dev.mehari.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code token.json}: a list of tokens, or one below {@code tokens}; each a text, or an object with {@code token}
 * and perhaps {@code id}. Whatever else an object says of its token is history that begins anew here, but for a {@code
 * status} of {@code blacklisted}: such a one is left out. No message holds a token.
 */
final class TokenFile {
    private static final Pattern ID = Pattern.compile(UpstreamKeys.CREDENTIAL_ID);
    private static final int MARK = 8;

    private final Value reference;
    private final List<Upstream.Credential> found = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private TokenFile(Value reference) {
        this.reference = reference;
    }

    /** @return those that can be used; the others are faults */
    static List<Upstream.Credential> read(Value reference) {
        TokenFile file = new TokenFile(reference);
        String raw = reference.raw();
        if (raw != null && !raw.startsWith("file:")) {
            reference.fault(reference.label() + " must be \"file:/path\"");
            return List.of();
        }
        String text = raw == null ? null : reference.text();
        if (text != null) {
            file.read(text.substring("file:".length()));
        }
        return file.found;
    }

    private void read(String path) {
        byte[] bytes;
        try {
            Path file = Path.of(path);
            reference.refersTo(file);
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(Sheet.LARGEST + 1);
            }
        } catch (IOException | InvalidPathException e) {
            reference.fault("the file of " + reference.label() + " cannot be read: "
                    + e.getClass().getSimpleName());
            return;
        }
        // JSON is YAML but for tabs, which stand between its tokens only.
        String json = new String(bytes, StandardCharsets.UTF_8).replace('\t', ' ');
        Value root = reference.inFile(path, json.getBytes(StandardCharsets.UTF_8));
        if (root == null) {
            return;
        }
        Value list = root.isList() ? root : root.table().get("tokens");
        if (list == null) {
            root.fault("a list of tokens is needed, by itself or below \"tokens\"");
            return;
        }
        list.items().forEach(this::token);
    }

    private void token(Value item) {
        Map<String, Value> entries = item.isScalar() ? Map.of() : item.table().entries();
        Value token = item.isScalar() ? item : entries.get("token");
        String secret = token == null ? null : token.raw();
        if (token == null || secret == null) {
            item.fault("an entry needs \"token\"");
            return;
        }
        if ("blacklisted".equals(word(entries.get("status")))) {
            return;
        }
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            token.fault("a token holds characters that are not printable ASCII, or none");
            return;
        }
        String said = word(entries.get("id"));
        // Of its hash, so that it is known again when others come or go.
        String id = said == null
                ? "token-"
                        + Sha256.of(secret.getBytes(StandardCharsets.US_ASCII)).substring(0, MARK)
                : said;
        if (!ID.matcher(id).matches()) {
            item.fault("a credential's id has letters, digits, \".\", \"_\" and \"-\" only, 64 at the most");
        } else if (!ids.add(id)) {
            item.fault(said == null ? "a token is written twice" : "id " + Fault.quote(id) + " is written twice");
        } else {
            found.add(new Upstream.Credential(id, new Secret(secret), 1, true));
        }
    }

    private static @Nullable String word(@Nullable Value value) {
        return value == null || !value.isScalar() || value.isNothing() ? null : value.raw();
    }
}
