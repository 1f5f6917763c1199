package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.time.Duration;
import java.util.Map;

/** Calls of every kind, each with a label, and what the row of each must say. */
final class Load implements AutoCloseable {
    private static final Dialect[] DIALECTS = {Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI};
    private final OpenAiFake openai = OpenAiFake.start();
    private final AnthropicFake anthropic = AnthropicFake.start();
    private final GeminiFake gemini = GeminiFake.start();
    final GatewaySetup setup = GatewayProcess.setup()
            .upstream(openai)
            .upstream(anthropic)
            .upstream(gemini)
            .withoutBreakers()
            .withoutRetries();

    Load() {
        setup.edit(
                "config/prices.yaml",
                text -> text.replaceFirst(
                        "(?m)^prices:$",
                        "prices:\n  openai/gpt-4.1: {input: 2, output: 8, date: 2026-11-01, source: test}"));
        for (FakeProvider fake : new FakeProvider[] {openai, anthropic, gemini}) {
            fake.answering(Load::answer);
        }
    }

    /** Good ones are the most of them, as in life. */
    enum Kind {
        PLAIN,
        STREAMED,
        REFUSED,
        PLAIN_AGAIN,
        RATE_LIMITED,
        STREAMED_AGAIN,
        BROKEN,
        CUT,
        UNKNOWN_MODEL,
        WRONG_KEY;

        boolean stream() {
            return this == STREAMED || this == STREAMED_AGAIN || this == CUT;
        }

        boolean good() {
            return name().startsWith("PLAIN") || name().startsWith("STREAMED");
        }
    }

    static Kind kind(int i) {
        return Kind.values()[i % Kind.values().length];
    }

    static Dialect dialect(int i) {
        return DIALECTS[i / Kind.values().length % DIALECTS.length];
    }

    private static Answer answer(SeenRequest request) {
        String text = request.text();
        Answer good = Answer.text("a few words to say");
        if (text.contains("REFUSED")) {
            return Answer.error(400, null, "wrong");
        }
        if (text.contains("RATE_LIMITED")) {
            return Answer.error(429);
        }
        if (text.contains("BROKEN")) {
            return Answer.error(500);
        }
        return text.contains("CUT") ? good.cutAfter(4) : good;
    }

    /** Makes the i-th call; the status line that came back. */
    static int call(GatewayProcess gateway, int i) {
        Kind kind = kind(i);
        Dialect dialect = dialect(i);
        String model = kind == Kind.UNKNOWN_MODEL ? "no-such-model" : dialect.model;
        String key = kind == Kind.WRONG_KEY ? "sk-nobody-knows-this-key-0001" : GatewaySetup.KEY;
        String body = dialect.body(kind.stream(), "this is " + kind).replace(dialect.model, model);
        String request = RawClient.post(dialect.path(model, kind.stream()), dialect.headers(key), body)
                .replaceFirst("\r\n", "\r\nX-Request-Id: load-" + i + "\r\n");
        try (RawClient client = RawClient.to(gateway.url()).patience(Duration.ofSeconds(20))) {
            return client.send(request).response().status();
        }
    }

    static int status(Kind kind) {
        return switch (kind) {
            case PLAIN, PLAIN_AGAIN, STREAMED, STREAMED_AGAIN, CUT -> 200;
            case REFUSED -> 400;
            case RATE_LIMITED -> 429;
            case BROKEN -> 500;
            case UNKNOWN_MODEL -> 404;
            case WRONG_KEY -> 401;
        };
    }

    private static String error(Kind kind) {
        return switch (kind) {
            case PLAIN, PLAIN_AGAIN, STREAMED, STREAMED_AGAIN -> "null";
            case REFUSED -> "upstream_rejected";
            case RATE_LIMITED -> "upstream_rate_limited";
            case BROKEN -> "upstream_error";
            case CUT -> "upstream_stream_interrupted";
            case UNKNOWN_MODEL -> "model_not_found";
            case WRONG_KEY -> "invalid_api_key";
        };
    }

    static void assertRow(Map<String, String> row, int i) {
        Kind kind = kind(i);
        Dialect dialect = dialect(i);
        boolean reached = kind != Kind.UNKNOWN_MODEL && kind != Kind.WRONG_KEY;
        assertThat(row)
                .as("call " + i + ", " + kind)
                .containsEntry("status", Integer.toString(status(kind)))
                .containsEntry("error_kind", error(kind))
                .containsEntry("protocol", dialect.protocol)
                .containsEntry("upstream", reached ? dialect.upstream : "null")
                .containsEntry("model", reached ? dialect.model : "null");
        assertThat(row.get("streamed")).isIn(kind.stream() ? new String[] {"1", "t"} : new String[] {"0", "f"});
        assertThat(String.valueOf(row.get("key_id")).equals("null")).isEqualTo(kind == Kind.WRONG_KEY);
        if (kind.good()) {
            assertThat(row)
                    .containsEntry("input_tokens", "11")
                    .containsEntry("output_tokens", "7")
                    .containsEntry("cost_nano_usd", Long.toString(dialect.cost));
        } else if (!reached) {
            assertThat(row).containsEntry("output_tokens", "0").containsEntry("cost_nano_usd", "0");
        }
    }

    @Override
    public void close() {
        openai.close();
        anthropic.close();
        gemini.close();
    }
}
