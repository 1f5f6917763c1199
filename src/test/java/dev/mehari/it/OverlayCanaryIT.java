package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
        "fault 4.1: what an admin enters as a secret is in no log, reply or file, and is of use under one secret only")
class OverlayCanaryIT {
    private static final String KEY = "canary.entered/key+0001";
    private static final String SECOND = "canary.entered/key+0002";
    private static final String TOKEN = "canary.query/token+0001";

    /** Through all of these a request with a secret goes. */
    private static final List<String> LOUD = List.of(
            "ORG_SPRINGFRAMEWORK_WEB",
            "ORG_SPRINGFRAMEWORK_SECURITY",
            "ORG_SPRINGFRAMEWORK_JDBC",
            "ORG_SPRINGFRAMEWORK_TRANSACTION",
            "ORG_APACHE_COYOTE",
            "ORG_APACHE_CATALINA",
            "ORG_SQLITE");

    @Test
    void nowhere() {
        GatewaySetup setup = GatewayProcess.setup()
                .env("MEHARI_SECRET", "canary-deployment-secret-0001")
                .env("SERVER_TOMCAT_ACCESSLOG_ENABLED", "true")
                .env("SERVER_TOMCAT_ACCESSLOG_DIRECTORY", "access")
                .env("SERVER_TOMCAT_BASEDIR", "tomcat");
        LOUD.forEach(logger -> setup.env("LOGGING_LEVEL_" + logger, "TRACE"));
        setup.env("LOGGING_LEVEL_DEV_MEHARI", "DEBUG").env("LOGGING_LEVEL_ORG_APACHE_HC_CLIENT5", "TRACE");
        Canaries canaries =
                new Canaries().add("a key", KEY).add("a second key", SECOND).add("a token in a query", TOKEN);
        List<String> replies = new ArrayList<>();
        try (World world = World.with(given ->
                setup.env("MEHARI_ADMIN_ALLOWED_ADDRESSES", "127.0.0.1").withoutEnv("RETRY_DELAY_MS"))) {
            Admin admin = new Admin(world);
            String body = "{\"protocol\":\"openai-chat\",\"base-url\":\""
                    + world.openai().baseUrl()
                    + "\",\"credentials\":[{\"id\":\"main\",\"key\":\"" + KEY + "\"},{\"id\":\"more\",\"key\":\""
                    + SECOND
                    + "\"}]}";
            world.openai().taking(KEY);
            replies.add(put(world, "/api/admin/upstreams/house", body));
            replies.add(put(world, "/api/admin/upstreams/house", body));
            replies.add(put(world, "/api/admin/upstreams/broken", body.replace("base-url", "base-ur")));
            replies.add(put(world, "/api/admin/upstreams/broken", body.substring(1)));
            replies.add(put(world, "/api/admin/upstreams/broken", "{\"api_key\":\"" + KEY + "\"}"));
            replies.add(put(world, "/api/admin/models/mine", "{\"targets\":[\"house/gpt-4.1\"]}"));
            replies.add(world.post("/v1/chat/completions", Dialect.OPENAI.key(), Dialect.OPENAI.body("mine"))
                    .text());
            for (String path : List.of(
                    "/api/admin/upstreams",
                    "/api/admin/upstreams/house",
                    "/api/admin/audit",
                    "/api/admin/live",
                    "/api/admin/config/effective",
                    "/v1/metrics")) {
                replies.add(world.get(path, Admin.BASIC).text());
            }
            String defaults = "/api/endpoints/defaults/endpoints?codegen_org_id=123&codegen_token=" + TOKEN;
            replies.add(world.get(defaults, Admin.BASIC).text());
            replies.add(world.get(defaults, java.util.Map.of()).text());
            replies.add(world.get(defaults + "&x=%zz", Admin.BASIC).text());
            replies.add(world.get("/api/nothing?codegen%5Ftoken=" + TOKEN, Admin.BASIC)
                    .text());
            assertThat(replies.get(0)).contains("\"***\"");
            assertThat(admin.get("/api/admin/audit").toString()).contains("stored:main");
            replies.forEach(reply -> canaries.notIn("a reply", reply));
            world.gateway().stop();
            canaries.notIn("the output", world.gateway().output());
            canaries.notBelow(setup.home());
            assertThat(world.gateway().output()).contains("DEBUG");

            otherSecret(setup);
        }
    }

    /** Never a silent 401 of the vendor: the credential is said to be unreadable, and nothing is sent. */
    private static void otherSecret(GatewaySetup setup) {
        LOUD.forEach(logger -> setup.env("LOGGING_LEVEL_" + logger, "INFO"));
        try (GatewayProcess other = setup.env("MEHARI_SECRET", "another-deployment-secret-0002")
                .env("MEHARI_BOOTSTRAP_KEY", "sk-mehari-it-bootstrap-key-0002")
                .start()) {
            JsonNode live = Dialect.json(other.adminPage("/api/admin/live"));
            assertThat(live.path("degraded").asBoolean()).isTrue();
            assertThat(live.path("notices").toString())
                    .contains("database: upstreams/house", "cannot be decrypted", "MEHARI_SECRET");
            assertThat(Dialect.json(other.adminPage("/api/admin/upstreams/house"))
                            .path("faults")
                            .size())
                    .isEqualTo(2);
            assertThat(other.output()).contains("cannot be decrypted");
        }
    }

    private static String put(World world, String path, String body) {
        return world.send(RawClient.post(path, Admin.BASIC, body).replaceFirst("POST", "PUT"))
                .text();
    }
}
