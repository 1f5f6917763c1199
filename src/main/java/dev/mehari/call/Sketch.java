package dev.mehari.call;

import java.util.List;

/**
 * The request that an attempt of a call would send that is only explained. Secrets are masked in it.
 *
 * @param protocol that would be spoken
 * @param url with path and query, percent-encoded
 * @param headers in the order in which they would be sent
 * @param body empty when there is none
 */
public record Sketch(Protocol protocol, String method, String url, List<Header> headers, byte[] body) {
    public record Header(String name, String value) {}

    public Sketch {
        headers = List.copyOf(headers);
    }
}
