package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;

/** What holds for every error, whoever it is for. */
final class Errors {
    private Errors() {}

    /** JSON, with our id and the origin; no page, no stack trace, no secret. */
    static void common(RawClient.Response reply) {
        String shown = reply.status() + " " + reply.headers() + "\n" + reply.text();
        assertThat(reply.headers().first("content-type")).as(shown).startsWith("application/json");
        assertThat(reply.headers().all("x-request-id"))
                .as(shown)
                .hasSize(1)
                .allMatch(id -> id.matches("req_[0-9a-f]{32}"));
        assertThat(reply.headers().all("x-mehari-error-origin"))
                .as(shown)
                .hasSize(1)
                .allMatch(origin -> origin.matches("client|gateway|upstream"));
        assertThat(reply.text())
                .as(shown)
                .doesNotContainIgnoringCase("<html", "<!doctype")
                .doesNotContain("\tat ", "Exception", "java.", "org.apache", "springframework")
                .doesNotContain(GatewaySetup.KEY, GatewaySetup.ADMIN_PASSWORD);
        assertThat(reply.headers().toString()).as(shown).doesNotContain(GatewaySetup.KEY, GatewaySetup.ADMIN_PASSWORD);
    }

    /** An error in the shape of the admin side: its code. */
    static String admin(RawClient.Response reply, int status) {
        String shown = reply.status() + " " + reply.headers() + "\n" + reply.text();
        assertThat(reply.status()).as(shown).isEqualTo(status);
        common(reply);
        JsonNode root = Dialect.json(reply.text());
        assertThat(root.path("request_id").asText())
                .as(shown)
                .isEqualTo(reply.headers().first("x-request-id"));
        assertThat(root.path("timestamp").asText()).as(shown).matches("20\\d\\d-.*Z");
        assertThat(root.path("error").path("message").asText()).as(shown).isNotBlank();
        assertThat(root.path("error").path("type").asText()).as(shown).isNotBlank();
        assertThat(root.path("error").has("details")).as(shown).isTrue();
        return root.path("error").path("code").asText();
    }
}
