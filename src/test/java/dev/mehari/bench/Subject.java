package dev.mehari.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** Something that answers chat calls: the fake itself, a proxy, the gateway. On the loopback address. */
record Subject(String name, int port, long pid) {
    static final String KEY = "sk-mehari-bench-bootstrap-key-0001";

    private static final String PATH = "/v1/chat/completions";

    String url() {
        return "http://127.0.0.1:" + port + PATH;
    }

    /** The bytes of a whole request. */
    byte[] request(String body) {
        return ("POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What its processes have used of the processors so far. */
    Duration processorTime() {
        return ProcessHandle.of(pid).stream()
                .flatMap(own -> Stream.concat(Stream.of(own), own.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
