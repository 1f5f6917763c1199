package dev.mehari.it.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fault 4.2: an upstream that an admin enters leads nowhere into the gateway's own network")
class ForeignAddressIT {
    private static final OpenAiFake ALLOWED = OpenAiFake.start();
    private static final AtomicInteger REACHED = new AtomicInteger();
    private static HttpServer inner;
    private static GatewaySetup setup;
    private static Console console;

    @BeforeAll
    static void start() throws IOException {
        inner = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
        inner.createContext("/", exchange -> {
            REACHED.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        inner.start();
        setup = GatewayProcess.setup();
        setup.file("hosts", hosts("93.184.216.34"))
                .env("MEHARI_ADMIN_ALLOWED_ADDRESSES", "127.0.0.1")
                .env("RETRY_DELAY_MS", "1")
                .jvm("-Djdk.net.hosts.file=" + setup.home().resolve("hosts"), "-Dsun.net.inetaddr.ttl=0");
        console = new Console(setup.start());
    }

    @AfterAll
    static void stop() {
        console.gateway().close();
        inner.stop(0);
        ALLOWED.close();
        assertThat(REACHED).as("nothing came into the inner network").hasValue(0);
    }

    private static String hosts(String rebound) {
        return "127.0.0.1 localhost\n10.1.2.3 inside.example\n" + rebound + " rebound.example\n";
    }

    private static String inner(String host) {
        return "http://" + host + ":" + inner.getAddress().getPort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2",
                "http://127.2",
                "http://2130706434",
                "http://169.254.169.254/latest",
                "http://10.0.0.1",
                "http://[::1]",
                "http://[::ffff:10.0.0.1]",
                "http://[fd00:ec2::254]",
                "http://inside.example",
                "http://0.0.0.0",
                "ftp://example.com",
                "file:///etc/passwd",
                "gopher://example.com",
                "http://user:pw@example.com",
                "http://example.com#@10.0.0.1",
                "//10.0.0.1"
            })
    void cannotBeEntered(String address) {
        String message = Console.error(
                console.put("/api/admin/upstreams/foreign", Console.upstream(address, "sk-foreign-0001")), 400);
        assertThat(message).contains("base-url").doesNotContain("sk-foreign-0001");
        assertThat(console.get("/api/admin/upstreams/foreign").statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("a name that leads elsewhere when it is connected to is not followed")
    void rebinding() {
        enter("rebound", inner("rebound.example"));
        setup.file("hosts", hosts("127.0.0.2"));
        assertThat(console.chat("rebound")).isEqualTo(502);
        assertThat(REACHED).hasValue(0);
    }

    @Test
    @DisplayName("a redirect is not followed")
    void redirect() throws IOException {
        HttpServer redirecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        redirecting.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", inner("127.0.0.2") + "/latest/meta-data");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        redirecting.start();
        try {
            enter("redirected", "http://127.0.0.1:" + redirecting.getAddress().getPort());
            assertThat(console.chat("redirected")).isEqualTo(502);
            assertThat(asked.get()).isPositive();
            assertThat(REACHED).hasValue(0);
        } finally {
            redirecting.stop(0);
        }
    }

    @Test
    @DisplayName("what is let in by its address is reached, and so is what stands in a file")
    void allowed() {
        URI vendor = URI.create(ALLOWED.baseUrl());
        Console.json(
                console.put(
                        "/api/admin/upstreams/let-in",
                        Console.upstream(vendor.toString().replace("localhost", "127.0.0.1"), ALLOWED.key())),
                201);
        Console.json(console.put("/api/admin/models/let-in", Console.alias("let-in/gpt-4.1")), 201);
        assertThat(console.chat("let-in")).isEqualTo(200);
        assertThat(console.chat("demo")).isEqualTo(200);
    }

    private static void enter(String name, String address) {
        Console.json(console.put("/api/admin/upstreams/" + name, Console.upstream(address, "sk-foreign-0001")), 201);
        Console.json(console.put("/api/admin/models/" + name, Console.alias(name + "/gpt-4.1")), 201);
    }
}
