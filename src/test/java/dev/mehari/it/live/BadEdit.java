package dev.mehari.it.live;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What people do to files: each leaves them in a state that must not go live. */
@SuppressWarnings("ImmutableEnumChecker") // the edits are functions without state
enum BadEdit {
    BROKEN_YAML("config/models.yaml", "models.yaml", true, "", text -> text + "models: [\n"),
    BROKEN_ROUTE_YAML(
            "routes/routing.camel.yaml",
            "routes/routing.camel.yaml",
            true,
            "",
            text -> text.replace("    from:\n", "   from:\n")),
    UNKNOWN_BEAN(
            "routes/chat.camel.yaml",
            "routes/chat.camel.yaml",
            true,
            "no bean \"modells\"",
            text -> text.replace("ref: models", "ref: modells")),
    UNKNOWN_METHOD(
            "routes/chat.camel.yaml",
            "routes/chat.camel.yaml",
            true,
            "no method \"resolv\"",
            text -> text.replace("method: resolve", "method: resolv")),
    UNKNOWN_KEY(
            "config/models.yaml",
            "models.yaml",
            true,
            "did you mean \"targets\"",
            text -> text.replaceFirst("targets:", "target:")),
    DANGLING_DIRECT(
            "routes/chat.camel.yaml",
            "routes/chat.camel.yaml",
            true,
            "no route reads \"direct:routng\"",
            text -> text.replace("direct:routing", "direct:routng")),
    HALF_WRITTEN(
            "config/upstreams.yaml",
            "upstreams.yaml",
            true,
            "",
            text -> text.substring(0, text.indexOf("anthropic:") + 30)),
    FILE_DELETED("config/models.yaml", "models.yaml", false, "not found", null),
    ROUTE_DELETED(
            "routes/dispatch.camel.yaml", "routes/chat.camel.yaml", true, "no route reads \"direct:dispatch\"", null),
    TEMPLATE_DELETED("routes/upstream.camel.yaml", "routes", false, "", null),
    DUPLICATE_ID(
            "routes/routing.camel.yaml",
            "routes/routing.camel.yaml",
            true,
            "two routes have the id \"chat\"",
            text -> text.replace("    id: routing\n", "    id: chat\n")),
    TWO_READERS(
            "routes/routing.camel.yaml",
            "routes/",
            true,
            "is read by two routes",
            text -> text
                    + text.replace("    id: routing\n", "    id: again\n")
                            .replaceAll("(?m)^#.*\n", "")
                            .replace("id: routing-in", "id: again-in")),
    UNKNOWN_UPSTREAM(
            "config/models.yaml", "models.yaml", true, "nowhere", text -> text + "  lost: {targets: [nowhere/m]}\n"),
    MISSING_SECRET(
            "config/upstreams.yaml",
            "upstreams.yaml",
            true,
            "cannot be read: NoSuchFileException",
            text -> text.replace("env:ZAI_API_KEY", "file:/no/such/secret")),
    A_SECRET_ITSELF(
            "config/upstreams.yaml",
            "upstreams.yaml",
            true,
            "must be \"env:NAME\" or \"file:/path\"",
            text -> text.replace("env:ZAI_API_KEY", "sk-written-into-the-file-0001")),
    TWICE_THE_SAME_KEY(
            "config/models.yaml", "models.yaml", true, "", text -> text + "  demo: {targets: [demo/demo]}\n"),
    NOT_UTF8("config/models.yaml", "models.yaml", false, "not UTF-8", text -> text + "# "),
    BAD_DURATION(
            "config/upstreams.yaml",
            "upstreams.yaml",
            true,
            "must be a duration",
            text -> text.replaceFirst("(?m)^    protocol: openai$", "    protocol: openai\n    timeouts: {gap: soon}")),
    UNKNOWN_PROTOCOL(
            "config/upstreams.yaml",
            "upstreams.yaml",
            true,
            "did you mean \"anthropic\"",
            text -> text.replace("protocol: anthropic", "protocol: antropic")),
    UNSET_VARIABLE(
            "config/upstreams.yaml",
            "upstreams.yaml",
            true,
            "NO_SUCH_VARIABLE is not set",
            text -> text.replaceFirst("base-url: \\$\\{ZAI_BASE_URL[^}]*}", "base-url: \\${NO_SUCH_VARIABLE}")),
    UNKNOWN_COMPONENT(
            "routes/usage.camel.yaml",
            "routes/usage.camel.yaml",
            true,
            "",
            text -> text.replaceFirst("uri: seda:usage-rows", "uri: no-such-component:usage-rows")),
    EMPTY("config/upstreams.yaml", "upstreams.yaml", true, "upstreams", text -> ""),
    A_FILE_NOBODY_READS(
            "config/modles.yaml", "modles.yaml", false, "did you mean \"models.yaml\"", text -> "models: {}\n");

    private interface Edit {
        String of(String text);
    }

    /** What is edited. */
    final String file;
    /** How the fault's file begins. */
    final String told;
    /** Whether the fault has a line. */
    final boolean line;
    /** Part of what it says. */
    final String message;

    private final @Nullable Edit edit;

    BadEdit(String file, String told, boolean line, String message, @Nullable Edit edit) {
        this.file = file;
        this.told = told;
        this.line = line;
        this.message = message;
        this.edit = edit;
    }

    /** Does it; what it gives back undoes it. */
    Runnable apply(Operator operator) {
        if (this == A_FILE_NOBODY_READS) {
            operator.write(file, "models: {}\n".getBytes(StandardCharsets.UTF_8));
            return () -> operator.delete(file);
        }
        byte[] before = operator.read(file);
        if (edit == null) {
            operator.delete(file);
        } else {
            String after = edit.of(new String(before, StandardCharsets.UTF_8));
            byte[] bytes = after.getBytes(StandardCharsets.UTF_8);
            if (this == NOT_UTF8) {
                bytes = Arrays.copyOf(bytes, bytes.length + 1);
                bytes[bytes.length - 1] = (byte) 0xff;
            }
            if (Arrays.equals(before, bytes)) {
                throw new IllegalStateException(this + " changes nothing");
            }
            operator.write(file, bytes);
        }
        return () -> operator.write(file, before);
    }
}
