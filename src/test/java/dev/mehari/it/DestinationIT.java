package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 4.2a: a caller can never set where a call goes")
class DestinationIT {
    private static final World WORLD = World.shared();

    @ParameterizedTest
    @EnumSource
    @DisplayName("headers, query, body: the canary server gets no connection, the vendor the bytes as sent")
    void nowhereElse(Dialect dialect) {
        try (OpenAiFake canary = OpenAiFake.start()) {
            String url = canary.baseUrl();
            String host = "127.0.0.1:" + canary.server().port();
            for (Map.Entry<String, String> header : headers(url, host).entrySet()) {
                RawClient.Response reply = WORLD.call(dialect, Map.of(header.getKey(), header.getValue()));
                assertThat(reply.status()).as(header + reply.text()).isEqualTo(200);
                assertThat(WORLD.vendor(dialect).lastRequest().headers().toString())
                        .doesNotContain(host);
            }
            for (String name : List.of(
                    "api_base", "base_url", "url", "host", "upstream", "CamelHttpUri", "bridgeEndpoint", "httpUri")) {
                RawClient.Response reply =
                        WORLD.post(dialect.path() + "?" + name + "=" + url, dialect.key(), dialect.body());
                assertThat(reply.status()).as(name + reply.text()).isEqualTo(200);
                assertThat(WORLD.vendor(dialect).lastRequest().query()).isEmpty();
            }
            WORLD.vendor(dialect).server();
            for (String field : fields(url)) {
                String body = "{" + field + "," + dialect.body().substring(1);
                int before = WORLD.vendor(dialect).requests().size();
                WORLD.post(dialect.path(), dialect.key(), body);
                // The strict vendor refuses the field; that it came there as it was sent is what counts.
                List<SeenRequest> seen = WORLD.vendor(dialect).requests();
                assertThat(seen).as(field).hasSize(before + 1);
                assertThat(seen.getLast().text()).isEqualTo(body);
            }
            assertThat(canary.server().connections()).isEmpty();
        }
    }

    private static Map<String, String> headers(String url, String host) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : List.of(
                "x-api-base",
                "api-base",
                "api_base",
                "base-url",
                "x-base-url",
                "x-openai-base-url",
                "x-portkey-custom-host",
                "x-custom-host",
                "x-upstream-url",
                "x-target-url",
                "x-forwarded-server",
                "x-original-url",
                "x-rewrite-url",
                "CamelHttpUri",
                "CamelHttpPath",
                "CamelHttpQuery",
                "CamelHttpRawQuery",
                "CamelHttpMethod",
                "CamelRestHttpUri",
                "CamelDestinationOverrideUrl",
                "camelhttpuri",
                "camelhttppath",
                "CamelHttpHost",
                "CAMELHTTPURI",
                "org.apache.camel.http",
                "Location",
                "Destination")) {
            headers.put(name, url);
        }
        for (String name : List.of("x-forwarded-host", "x-host", "x-mehari-host", "forwarded", "x-forwarded-for")) {
            headers.put(name, host);
        }
        headers.put("CamelHttpMethod", "DELETE");
        return headers;
    }

    private static List<String> fields(String url) {
        String quoted = "\"" + url + "\"";
        return List.of(
                "\"api_base\":" + quoted,
                "\"base_url\":" + quoted,
                "\"extra_body\":{\"api_base\":" + quoted + "}",
                "\"litellm_params\":{\"api_base\":" + quoted + ",\"api_key\":\"x\"}",
                "\"model_list\":[{\"litellm_params\":{\"api_base\":" + quoted + "}}]",
                "\"fallbacks\":[{\"model\":\"b\",\"api_base\":" + quoted + "}]",
                "\"upstream\":" + quoted + ",\"target\":" + quoted,
                "\"extra_headers\":{\"Host\":" + quoted + "}",
                "\"headers\":{\"CamelHttpUri\":" + quoted + "}",
                "\"@type\":" + quoted);
    }

    @Test
    @DisplayName("Host and the absolute form of the request line")
    void requestLine() {
        try (OpenAiFake canary = OpenAiFake.start()) {
            String host = "127.0.0.1:" + canary.server().port();
            String good = Dialect.OPENAI.request();
            RawClient.Response byHost = WORLD.send(good.replace("Host: localhost", "Host: " + host));
            assertThat(byHost.status()).isEqualTo(200);
            RawClient.Response absolute = WORLD.send(
                    good.replace("POST /", "POST http://" + host + "/").replace("Host: localhost", "Host: " + host));
            assertThat(absolute.status()).as(absolute.text()).isEqualTo(200);
            RawClient.Response user = WORLD.send(good.replace("POST /", "POST http://user:pw@" + host + "/"));
            assertThat(user.status()).isEqualTo(400);
            assertThat(WORLD.openai().lastRequest().header("host"))
                    .isEqualTo("127.0.0.1:" + WORLD.openai().server().port());
            assertThat(canary.server().connections()).isEmpty();
        }
    }

    @Test
    @DisplayName("a model's name reaches no other place of the vendor: no path, query, port or other method")
    void modelNames() {
        for (String model : List.of(
                "gemini-x?key=1",
                "gemini-x#frag",
                "gemini-x:streamGenerateContent",
                "gemini-x@127.0.0.1",
                "gemini-x;a=b",
                "gemini-x%252e%252e%252ffiles",
                "gemini-x&alt=sse",
                "gemini-${body}",
                "gemini-{{env:PATH}}",
                "gemini-RAW(x)")) {
            String path = "/v1beta/models/"
                    + model.replace("%", "%25")
                            .replace("?", "%3F")
                            .replace("#", "%23")
                            .replace("{", "%7B")
                            .replace("}", "%7D")
                            .replace(":", "%3A")
                    + ":generateContent";
            int before = WORLD.gemini().requests().size();
            RawClient.Response reply = WORLD.post(path, Dialect.GEMINI.key(), Dialect.GEMINI.body());
            if (WORLD.gemini().requests().size() > before) {
                String target = WORLD.gemini().lastRequest().target();
                assertThat(target)
                        .as(reply.text())
                        .startsWith("/v1beta/models/gemini-")
                        .endsWith(":generateContent");
                assertThat(target.substring("/v1beta/models/".length())).doesNotContain("/", "?", "#", "&", "@", ";");
                assertThat(target.chars().filter(c -> c == ':').count()).isEqualTo(1);
            }
        }
    }
}
