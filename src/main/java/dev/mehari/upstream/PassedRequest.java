package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Passthrough;
import dev.mehari.protocol.Codec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is sent of a call that passes through: its method, path, query and body, and those headers that say what they are. */
final class PassedRequest {
    /** Of the content and of what is wanted of it. One key of Idempotency-Key would be that of all callers. */
    private static final List<String> HEADERS = List.of(
            "accept",
            "accept-language",
            "content-disposition",
            "content-language",
            "content-range",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "range",
            "x-goog-upload-command",
            "x-goog-upload-file-name",
            "x-goog-upload-header-content-length",
            "x-goog-upload-header-content-type",
            "x-goog-upload-offset",
            "x-goog-upload-protocol");

    private PassedRequest() {}

    static UpstreamRequest of(InFlight flight, Passthrough asked, Codec codec) {
        String query = asked.query() == null ? "" : "?" + asked.query();
        return new UpstreamRequest(
                flight.upstream().baseUrl(), asked.path() + query, headers(flight, codec), new byte[0], asked);
    }

    private static Map<String, String> headers(InFlight flight, Codec codec) {
        Call call = flight.call();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "*/*");
        headers.putAll(codec.defaultHeaders());
        for (String name : HEADERS) {
            copy(call, name, headers);
        }
        for (String name : codec.requestHeaders()) {
            copy(call, name, headers);
        }
        headers.putAll(flight.upstream().headers());
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "mehari");
        Requests.credential(flight, codec, headers);
        return headers;
    }

    private static void copy(Call call, String name, Map<String, String> headers) {
        String value = call.header(name);
        if (value != null) {
            headers.put(name, value);
        }
    }
}
