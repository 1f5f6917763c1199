package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.protocol.Codec;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reply to a call that passes through: status, bytes as they come, and those headers that say what they are. */
final class PassedReply {
    private static final List<String> HEADERS = List.of(
            "accept-ranges",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-range",
            "content-type",
            "etag",
            "expires",
            "last-modified");

    private PassedReply() {}

    /** Whether a status is what the caller asked for, though it is no success: it has the content already. */
    static boolean notModified(InFlight flight, UpstreamReply reply) {
        return flight.call().passthrough() != null && reply.status() == 304;
    }

    /**
     * Waits for the first bytes of the reply and makes it the caller's answer.
     *
     * @throws UpstreamFailure when none came; nothing was committed then
     */
    static void receive(InFlight flight, UpstreamReply reply, Passthrough asked, Codec codec) {
        Call call = flight.call();
        InputStream body = reply.body();
        boolean bodiless = asked.method().equals("HEAD") || reply.status() == 204 || reply.status() == 304;
        if (body == null && !bodiless && reply.length() > 0) {
            throw UpstreamFailure.fault(new Refusal(
                    ErrorKind.UPSTREAM_INVALID_REPLY,
                    "upstream \"" + flight.upstream().name() + "\" answered with what cannot be handed on"));
        }
        Map<String, String> headers = headers(flight, reply, codec);
        if (body == null) {
            Replies.done(flight);
            call.answer(new Reply(reply.status(), headers, null, InputStream.nullInputStream()));
            call.finished();
            return;
        }
        PassedStream stream = PassedStream.of(flight, body, reply.length());
        call.atEnd(stream::close);
        flight.commit();
        call.answer(new Reply(reply.status(), headers, null, stream));
        stream.begin();
    }

    private static Map<String, String> headers(InFlight flight, UpstreamReply reply, Codec codec) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            copy(flight, reply, name, headers);
        }
        for (String name : codec.replyHeaders()) {
            copy(flight, reply, name, headers);
        }
        if (reply.status() == 204 || reply.status() == 304) {
            headers.remove("content-length");
        }
        // A page that somebody keeps at an upstream must not act in the name of the gateway.
        headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        return headers;
    }

    private static void copy(InFlight flight, UpstreamReply reply, String name, Map<String, String> headers) {
        String value = ReplyHeaders.shown(flight, reply, name);
        if (value != null) {
            headers.put(name, value);
        }
    }
}
