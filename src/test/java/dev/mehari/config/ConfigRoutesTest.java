package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upstreams that a route answers for. */
final class ConfigRoutesTest {
    private static Snippets upstream(String protocol, String keys) {
        return Snippets.valid()
                .with(
                        "upstreams.yaml",
                        Snippets.UPSTREAMS.replace("protocol: openai", "protocol: " + protocol)
                                + keys.stripTrailing().indent(4));
    }

    private static ByRoute read(String protocol, String keys) {
        return Objects.requireNonNull(upstream(protocol, keys).openai().route());
    }

    @Test
    void theRouteIsNamedAfterItsUpstreamWhereNothingElseIsWritten() {
        assertThat(read("route", "").route()).isEqualTo("direct:ask-openai");
        assertThat(read("route", "").sessions()).isNull();
        assertThat(read("route", "route: direct:mine").route()).isEqualTo("direct:mine");
        assertThat(Snippets.valid().openai().route()).isNull();
    }

    @Test
    void aWebChatHasTheShippedRouteAndSessions() {
        ByRoute chat = read("web-chat", "options: {chat-path: /ask}\nsessions: {max: 4, cooldown: 10s}");

        assertThat(chat.route()).isEqualTo("direct:ask-web-chat");
        assertThat(chat.options())
                .containsEntry("chat-path", "/ask")
                .containsEntry("auth-path", "/api/v1/auths/")
                .containsEntry("enable-thinking", "true");
        assertThat(chat.sessions())
                .isEqualTo(new ByRoute.Sessions(
                        3,
                        4,
                        10,
                        new BigDecimal("0.8"),
                        new BigDecimal("0.3"),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        Duration.ofHours(1),
                        Duration.ofSeconds(60)));
    }

    @Test
    void anOptionFromTheEnvironmentSwitchesItsUpstreamOn() {
        Snippets of = upstream("route", "options: {org-id: \"env:ORG\", poll-every: 2s}");
        assertThat(of.openai().on()).isFalse();

        Upstream on = of.set("ORG", "323").openai();

        assertThat(on.on()).isTrue();
        assertThat(Objects.requireNonNull(on.route()).options()).isEqualTo(Map.of("org-id", "323", "poll-every", "2s"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    openai   | route: direct:mine                  | "route" is for "protocol: route" and "protocol: web-chat" only
                    gemini   | options: {a: b}                     | "options" is for "protocol: route" and "protocol: web-chat" only
                    openai   | sessions: {}                        | "sessions" is for "protocol: route" and "protocol: web-chat" only
                    route    | route: mine                         | "route" must be "direct:name", not "mine"
                    route    | options: {Org: x}                   | "Org" is not an option's name: small letters, digits and "-" only
                    web-chat | sessions: {min: 0}                  | "min" must be a whole number from 1 to 1000, not "0"
                    web-chat | sessions: {min: 5, max: 4}          | "max" is 4, less than the 5 of "min"
                    web-chat | sessions: {scale-up-at: 1.5}        | "scale-up-at" must be a number from 0 to 1, not "1.5"
                    web-chat | sessions: {scale-down-at: 0.8}      | "scale-down-at" is 0.8, not less than the 0.8 of "scale-up-at"
                    web-chat | sessions: {coldown: 1s}             | unknown key "coldown", did you mean "cooldown"?
                    """)
    void whatIsRefused(String protocol, String keys, String fault) {
        assertThat(upstream(protocol, keys).faults()).containsExactly("upstreams.yaml:5: " + fault);
    }
}
