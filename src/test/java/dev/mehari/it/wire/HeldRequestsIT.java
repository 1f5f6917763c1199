package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.RawReply;
import dev.mehari.fake.WebChatFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.Jcmd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A gateway of its own with a small heap, and streams in other words than their upstream's that wait after their first event. */
@DisplayName("fault 2.11: memory that grows with the streams that are open")
class HeldRequestsIT {
    private static final int STREAMS = 45;
    /** Few: reading and writing a request takes many times its bytes, and it is not what is looked at. */
    private static final int AT_ONCE = 2;

    private static final int TURNS = 1501;
    private static final String SAID = "lorem ipsum dolor ".repeat(111);
    private static final long MEGABYTE = 1 << 20;
    private static final Duration SETTLING = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String UPSTREAMS = """
            upstreams:
              page:
                protocol: web-chat
                base-url: PAGE
                sessions: {min: 1, max: 4, calls: 4}
              gone:
                protocol: openai-chat
                base-url: http://127.0.0.1:1/v1
                credentials: [{id: main, key: "env:SILENT_KEY"}]
              silent:
                protocol: openai-chat
                base-url: SILENT
                credentials: [{id: main, key: "env:SILENT_KEY"}]
            """;
    private static final String MODELS = """
            models:
              page: {targets: [page/glm-4.5v]}
              second: {targets: [gone/gpt-4.1, openai/gpt-4.1]}
              quicker: {targets: [silent/gpt-4.1, openai/gpt-4.1], hedge-after: 10ms}
            """;

    /** A caller's protocol, and a model whose upstream speaks another, or is asked for what it does not speak. */
    private enum Way {
        CHAT("/v1/chat/completions", "claude-haiku-4-5", "messages", "[DONE]"),
        TAGS("/v1/chat/completions", "gpt-4.1", "messages", "[DONE]"),
        COMPLETIONS("/v1/completions", "claude-haiku-4-5", "prompt", "[DONE]"),
        RESPONSES("/v1/responses", "claude-haiku-4-5", "input", "response.completed"),
        MESSAGES("/v1/messages", "gpt-4.1", "messages", "message_stop"),
        /** By a route, that asks the page of a chat. */
        PAGE("/v1/messages", "page", "messages", "message_stop"),
        /** By the second target, after the first was not there. */
        SECOND("/v1/messages", "second", "messages", "message_stop"),
        /** By the second target, which was quicker than the first. */
        QUICKER("/v1/messages", "quicker", "messages", "message_stop"),
        GEMINI("/v1beta/models/gpt-4.1:streamGenerateContent?alt=sse", "", "contents", "finishReason");

        private final String path;
        private final String model;
        private final String member;
        private final String terminator;

        Way(String path, String model, String member, String terminator) {
            this.path = path;
            this.model = model;
            this.member = member;
            this.terminator = terminator;
        }

        /** About three megabytes. */
        String request() {
            String said = "\"" + member + "\":" + (this == COMPLETIONS ? "\"" + SAID.repeat(TURNS) + "\"" : turns());
            String body = this == GEMINI
                    ? "{" + said + "}"
                    : "{\"model\":\"" + model + "\",\"max_" + (this == RESPONSES ? "output_" : "")
                            + "tokens\":99,\"stream\":true," + said + "}";
            Map<String, String> headers = Map.of(
                    "Authorization", "Bearer " + GatewaySetup.KEY, "x-thinking", this == TAGS ? "tags" : "field");
            return RawClient.post(path, headers, body);
        }

        private String turns() {
            return IntStream.range(0, TURNS)
                    .mapToObj(turn -> turn(turn % 2 == 0 ? "user" : this == GEMINI ? "model" : "assistant"))
                    .collect(Collectors.joining(",", "[", "]"));
        }

        private String turn(String role) {
            return this == GEMINI
                    ? "{\"role\":\"" + role + "\",\"parts\":[{\"text\":\"" + SAID + "\"}]}"
                    : "{\"role\":\"" + role + "\",\"content\":\"" + SAID + "\"}";
        }
    }

    /** A stream whose first event has come. */
    private record Open(Way way, RawClient client, RawReply reply) {
        static Open at(GatewayProcess gateway, Way way) {
            RawClient client = RawClient.to(gateway.url()).patience(PATIENCE).send(way.request());
            RawReply reply = client.reply();
            assertThat(reply.status()).as(way.name()).isEqualTo(200);
            return new Open(way, client, reply);
        }

        void toEnd() {
            try (client) {
                String text = new Received(reply, Dialect.OPENAI).toEnd().text();
                assertThat(text).as(way.name()).contains("It", way.terminator);
            }
        }
    }

    /** Bytes of objects that a full collection leaves. */
    private static long total(String histogram) {
        String total = histogram.strip();
        return Long.parseLong(
                total.substring(total.lastIndexOf("Total")).strip().split("\\s+", -1)[2]);
    }

    /** The same of a gateway that is idle: a vocabulary for tokens, which is much, may still be on its way. */
    private static long settled(GatewayProcess gateway) {
        AtomicLong last = new AtomicLong();
        long unused = Eventually.get(
                PATIENCE,
                () -> {
                    RawClient.waitFor(SETTLING);
                    long now = total(Jcmd.run(gateway.pid(), "GC.class_histogram"));
                    return now - last.getAndSet(now);
                },
                grown -> Math.abs(grown) < MEGABYTE);
        return last.get();
    }

    @Test
    @DisplayName("45 open streams in 192 MB, of three megabytes asked each, hold a small part of them")
    void holdLittle() {
        CountDownLatch goOn = new CountDownLatch(1);
        try (OpenAiFake openai = OpenAiFake.start();
                AnthropicFake anthropic = AnthropicFake.start();
                OpenAiFake silent = OpenAiFake.start();
                WebChatFake page = new WebChatFake();
                GatewayProcess gateway = GatewayProcess.setup()
                        .upstream(openai)
                        .upstream(anthropic)
                        .env("SILENT_KEY", silent.key())
                        .edit(
                                "config/upstreams.yaml",
                                text -> text.replaceFirst(
                                        "(?m)^upstreams:\\n",
                                        UPSTREAMS
                                                .replace("PAGE", page.baseUrl())
                                                .replace("SILENT\n", silent.baseUrl() + "\n")))
                        .edit("config/models.yaml", text -> text.replaceFirst("(?m)^models:\\n", MODELS))
                        .withoutBreakers()
                        .withoutRetries()
                        .jvm("-Xmx192m")
                        .start()) {
            silent.always(Answer.silence());
            openai.always(Answer.text("It is warm, I think."));
            anthropic.always(Answer.text("It is warm, I think."));
            for (Way way : Way.values()) {
                Open.at(gateway, way).toEnd();
            }
            openai.always(Answer.text("It is warm.").heldAfter(Dialect.OPENAI.openingEvents() + 1, goOn));
            anthropic.always(Answer.text("It is warm.").heldAfter(Dialect.ANTHROPIC.openingEvents() + 1, goOn));
            page.holdingAnswers(goOn);
            long before = settled(gateway);

            List<Open> open = Many.of(STREAMS, AT_ONCE, i -> Open.at(gateway, Way.values()[i % Way.values().length]));

            String after = Jcmd.run(gateway.pid(), "GC.class_histogram");
            assertThat(Jcmd.instances(after, TextNode.class.getName())).isLessThan(TURNS);
            // An eighth of what was asked. Connections have buffers, and the bytes of a few requests are
            // kept to be counted.
            assertThat(total(after) - before).isLessThan(STREAMS * MEGABYTE * 2 / 5);
            goOn.countDown();
            open.forEach(Open::toEnd);
            Ledger ledger =
                    new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
            Eventually.get(
                    PATIENCE,
                    () -> ledger.count("SELECT count(*) FROM calls WHERE error_kind IS NULL"),
                    rows -> rows == STREAMS + Way.values().length);
        } finally {
            goOn.countDown();
        }
    }
}
