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

    static Found read(@Nullable Value file) {
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        Value all = file == null ? null : file.table().strict(UpstreamKeys.FILE).require("upstreams");
        if (all == null) {
            return new Found(upstreams, null);
        }
        Map<String, Value> entries = all.table().entries();
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
        List<Upstream.Credential> credentials = credentials(listed);
        Set<Quirk> quirks = quirks(table.items("quirks"));
        Value headers = table.get("headers");
        Map<String, String> sent = headers == null ? Map.of() : Headers.read(headers);
        Upstream.Timeouts timeouts = UpstreamNumbers.timeouts(table);
        Upstream.Breaker breaker = UpstreamNumbers.breaker(table);
        Upstream.Pool pool = UpstreamNumbers.pool(table);
        Value proxy = table.get("proxy");
        var via = proxy == null ? null : Addresses.proxy(proxy);
        Value ca = table.get("ca");
        var authorities = ca == null ? null : Certificates.file(ca);
        Defaults defaults = DefaultsReader.read(table);
        boolean verbose = table.flag("verbose", false);
        return protocol == null || address == null
                ? null
                : new Upstream(
                        name,
                        protocol,
                        "openai".equals(word),
                        address,
                        credentials,
                        !listed.isEmpty(),
                        quirks,
                        sent,
                        timeouts,
                        breaker,
                        pool,
                        via,
                        authorities,
                        defaults,
                        verbose);
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

    private static List<Upstream.Credential> credentials(List<Value> listed) {
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
            if (name != null && secret != null) {
                credentials.add(new Upstream.Credential(name, secret));
            }
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
