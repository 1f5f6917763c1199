package dev.mehari.config;

import dev.mehari.call.Defaults;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.VendorQuirks;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code upstreams.yaml}. */
final class UpstreamsReader {
    private static final Pattern NAME = Pattern.compile(UpstreamKeys.NAME);
    private static final Pattern CREDENTIAL_ID = Pattern.compile(UpstreamKeys.CREDENTIAL_ID);
    private static final List<String> QUIRKS = UpstreamKeys.QUIRK.now();

    /**
     * What was found.
     *
     * @param names also of those with faults, so that one mistake is not reported for each target that names it; null
     *     when nobody knows
     */
    record Found(Map<String, Upstream> upstreams, @Nullable Set<String> names) {}

    private UpstreamsReader() {}

    /** @param more what stands at the names of others, beside those of the file */
    static Found read(@Nullable Value file, Map<String, Value> more) {
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        Value all = file == null ? null : file.table().strict(UpstreamKeys.FILE).require("upstreams");
        if (all == null) {
            return new Found(upstreams, null);
        }
        Map<String, Value> entries = new LinkedHashMap<>(all.table().entries());
        more.forEach(entries::putIfAbsent);
        entries.forEach((name, value) -> {
            Upstream upstream = upstream(name, value);
            if (upstream != null) {
                upstreams.put(name, upstream);
            }
        });
        return new Found(upstreams, entries.keySet());
    }

    private static @Nullable Upstream upstream(String name, Value value) {
        checkName(name, value);
        Table table = value.table().strict(UpstreamKeys.UPSTREAM);
        Value said = table.require("protocol");
        String word = said == null ? null : said.choice(UpstreamKeys.PROTOCOL);
        Protocol protocol = protocol(word);
        Value baseUrl = table.require("base-url");
        var address = baseUrl == null ? null : Addresses.baseUrl(baseUrl);
        List<Value> listed = table.items("credentials");
        Value file = table.get("credentials-file");
        Value tokens = file == null || isForFiles(file) ? null : file;
        List<Upstream.Credential> credentials = credentials(listed, tokens);
        Set<Quirk> quirks = quirks(table.items("quirks"));
        Value headers = table.get("headers");
        Map<String, String> sent = headers == null ? Map.of() : Headers.read(headers);
        Upstream.Timeouts timeouts = UpstreamNumbers.timeouts(table);
        Upstream.Breaker breaker = UpstreamNumbers.breaker(table);
        Cooldown cooldown = PoolReader.cooldown(table);
        CredentialPool credentialPool = PoolReader.pool(table);
        Upstream.Pool pool = UpstreamNumbers.pool(table);
        Concurrency concurrency = UpstreamNumbers.concurrency(table);
        Value proxy = table.get("proxy");
        var via = proxy == null || isForFiles(proxy) ? null : Addresses.proxy(proxy);
        Value ca = table.get("ca");
        var authorities = ca == null || isForFiles(ca) ? null : Certificates.file(ca);
        Defaults defaults = DefaultsReader.read(table);
        boolean verbose = table.flag("verbose", false);
        boolean enabled = table.flag("enabled", true);
        ByRoute route = RouteReader.read(name, word, table);
        return protocol == null || address == null
                ? null
                : new Upstream(
                        name,
                        protocol,
                        "openai".equals(word),
                        address,
                        credentials,
                        !listed.isEmpty() || tokens != null,
                        quirks,
                        sent,
                        timeouts,
                        breaker,
                        cooldown,
                        credentialPool,
                        pool,
                        concurrency,
                        via,
                        authorities,
                        defaults,
                        verbose,
                        new Standing(enabled, value.entered() != null),
                        route);
    }

    /** Whether it is a fault, because it reaches into the gateway's own network or files. */
    private static boolean isForFiles(Value value) {
        if (value.entered() == null) {
            return false;
        }
        value.fault(value.label() + " belongs into config/upstreams.yaml: an admin cannot set it from outside");
        return true;
    }

    private static void checkName(String name, Value value) {
        if (!NAME.matcher(name).matches()) {
            value.fault(
                    value.keyLine(),
                    Fault.quote(name) + " is not an upstream's name: small letters, digits and \"-\" only");
        } else if (OwnPaths.FIRST_SEGMENTS.contains(name)) {
            value.fault(
                    value.keyLine(), "an upstream cannot be named " + Fault.quote(name) + ", a path of ours starts so");
        }
    }

    private static @Nullable Protocol protocol(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return switch (word) {
            case "anthropic" -> Protocol.ANTHROPIC_MESSAGES;
            case "gemini" -> Protocol.GEMINI;
            case "openai-responses" -> Protocol.OPENAI_RESPONSES;
            default -> Protocol.OPENAI_CHAT;
        };
    }

    private static List<Upstream.Credential> credentials(List<Value> listed, @Nullable Value tokens) {
        List<Upstream.Credential> credentials = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (Value item : listed) {
            Table table = item.table().strict(UpstreamKeys.CREDENTIAL);
            Value id = table.require("id");
            String name = id == null ? null : id.text();
            if (id != null && name != null) {
                checkId(id, name, lines);
            }
            Value key = table.require("key");
            Secret secret = key == null ? null : Secrets.resolve(key);
            int weight = table.integer("weight", 1);
            if (name != null && secret != null) {
                credentials.add(new Upstream.Credential(name, secret, weight, false));
            }
        }
        for (Upstream.Credential token : tokens == null ? List.<Upstream.Credential>of() : TokenFile.read(tokens)) {
            if (lines.containsKey(token.id()) && tokens != null) {
                tokens.fault("credential " + Fault.quote(token.id()) + " is written twice, first in line "
                        + lines.get(token.id()));
            }
            credentials.add(token);
        }
        return credentials;
    }

    private static void checkId(Value id, String name, Map<String, Integer> lines) {
        if (!CREDENTIAL_ID.matcher(name).matches()) {
            id.fault("a credential's id has letters, digits, \".\", \"_\" and \"-\" only, 64 at the most");
            return;
        }
        Integer first = lines.putIfAbsent(name, id.keyLine());
        if (first != null) {
            id.fault("credential " + id.shown(name) + " is written twice, first in line " + first);
        }
    }

    private static Set<Quirk> quirks(List<Value> listed) {
        Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
        for (Value item : listed) {
            String word = item.text();
            if (word == null) {
                continue;
            }
            Set<Quirk> named = VendorQuirks.named(word);
            quirks.addAll(named);
            if (named.isEmpty()) {
                item.fault(unknownQuirk(word, String.valueOf(item.raw())));
            }
        }
        return quirks;
    }

    private static String unknownQuirk(String word, String raw) {
        List<String> near = Nearest.of(word, QUIRKS, 1);
        return "unknown quirk " + Fault.quote(raw)
                + (near.isEmpty()
                        ? ", docs/operate.md lists those there are"
                        : ", did you mean " + Fault.quote(near.getFirst()) + "?");
    }
}
