package dev.mehari.edge;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.config.Upstream;
import dev.mehari.live.Generations;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Makes calls of requests that pass through: those to any path of an upstream, and those for a stored response. */
public final class Passthroughs {
    private static final String STORED = "/v1/responses/";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

    private final Calls calls;
    private final Generations generations;
    private final EdgeSettings settings;

    public Passthroughs(Calls calls, Generations generations, EdgeSettings settings) {
        this.calls = calls;
        this.generations = generations;
        this.settings = settings;
    }

    /** Serves a request whose path began with the name of an upstream. */
    void any(Exchange exchange) {
        Inbound inbound = exchange.getProperty(Inbound.PROPERTY, Inbound.class);
        Generations.Lease lease = generations.acquire();
        Upstream upstream = lease.generation().snapshot().upstreams().get(String.valueOf(inbound.upstream()));
        Protocol protocol = upstream == null ? Protocol.OPENAI_CHAT : upstream.protocol();
        serve(exchange, inbound, lease, protocol, inbound.path());
    }

    /**
     * Serves a request for a stored response.
     *
     * @throws Refusal when there is no such path, or it does not know the method
     */
    void stored(Exchange exchange) {
        Inbound inbound = exchange.getProperty(Inbound.PROPERTY, Inbound.class);
        checkStored(inbound);
        String path = inbound.path().substring("/v1".length());
        serve(exchange, inbound, generations.acquire(), Protocol.OPENAI_RESPONSES, path);
    }

    private static void checkStored(Inbound inbound) {
        String[] parts = inbound.path().substring(STORED.length()).split("/", -1);
        String what = parts.length == 2 ? parts[1] : "";
        Set<String> methods = parts.length == 1
                ? Set.of("GET", "DELETE")
                : what.equals("cancel") ? Set.of("POST") : what.equals("input_items") ? Set.of("GET") : Set.of();
        if (methods.isEmpty() || !ID.matcher(parts[0]).matches()) {
            throw new Refusal(ErrorKind.PATH_NOT_FOUND, "there is nothing at this path");
        }
        if (!methods.contains(inbound.method())) {
            throw new Refusal(ErrorKind.METHOD_NOT_ALLOWED, "this path does not know that method");
        }
    }

    private void serve(Exchange exchange, Inbound inbound, Generations.Lease lease, Protocol protocol, String path) {
        Call call = new Call(
                inbound.requestId(),
                protocol,
                Operation.PASSTHROUGH,
                inbound.receivedAt(),
                Credentials.without(inbound),
                null,
                null,
                false,
                true);
        HeldBody place = calls.place(exchange);
        call.whenReleased(place::release);
        calls.serve(exchange, lease, call, () -> passes(call, inbound, path, place));
    }

    /** Reads what passes through; why it is refused, null when it is not. */
    private @Nullable Refusal passes(Call call, Inbound inbound, String path, HeldBody place) {
        String query = Addressed.withoutSecrets(inbound.query(), Credentials.of(inbound));
        try {
            Upload body = Upload.of(inbound, settings, place, () -> calls.watch(call, inbound));
            Passthrough asked = new Passthrough(inbound.method(), path, query, body);
            call.passes(asked);
            Addressed.models(asked, call.getProtocol() == Protocol.GEMINI);
            body.names(asked);
            return Credentials.user(inbound);
        } catch (Refusal refusal) {
            place.release();
            if (refusal.kind() == ErrorKind.REQUEST_TIMEOUT && inbound.socket() != null) {
                inbound.socket().abandonRequest();
            }
            // What it asks for would be missed in its row.
            call.passes(new Passthrough(inbound.method(), path, query, Upload.none(inbound)));
            return refusal;
        }
    }
}
