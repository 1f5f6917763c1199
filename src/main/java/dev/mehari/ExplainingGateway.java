package dev.mehari;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running gateway that is asked to explain a request, as its user {@code admin}. */
final class ExplainingGateway {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final URI page;
    private final String password;

    /**
     * @param password null when none is known
     * @throws ConfigException when it cannot be asked
     */
    ExplainingGateway(String url, @Nullable String password) {
        this.url = url;
        this.page = page(url);
        if (password == null || password.isBlank()) {
            throw new ConfigException(List.of(new Fault(
                    "environment", 0, "MEHARI_ADMIN_PASSWORD is not set: the gateway is asked with it, as admin")));
        }
        this.password = password;
    }

    private static URI page(String url) {
        try {
            URI given = new URI(url.replaceFirst("/+$", ""));
            boolean http = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
            if (http && given.getHost() != null && given.getUserInfo() == null && given.getQuery() == null) {
                return given.resolve(given.getRawPath() + "/api/admin/explain");
            }
        } catch (URISyntaxException e) {
            // told below: what was given may hold what should not be repeated
        }
        throw new ConfigException(List.of(new Fault(
                "--url",
                0,
                "it must be the address of a gateway, http://host:port, without a user: the password is taken from"
                        + " MEHARI_ADMIN_PASSWORD")));
    }

    /**
     * Its explanation, as it gives it.
     *
     * @throws ConfigException when it gives none
     */
    String explain(byte[] request) {
        String login = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        // A redirect would take the password elsewhere.
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(page)
                            .timeout(ANSWER)
                            .header("Authorization", "Basic " + login)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw fault(refusal(answer));
            }
            return answer.body();
        } catch (IOException e) {
            throw fault("it cannot be asked: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fault("it was not waited for");
        }
    }

    private static String refusal(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status == 401) {
            return "it does not take the password in MEHARI_ADMIN_PASSWORD";
        }
        try {
            JsonNode said = JSON.readTree(answer.body()).at("/error/message");
            if (said.isTextual()) {
                return said.asText();
            }
        } catch (IOException e) {
            // told below
        }
        return "it answers with status " + status + ", as no gateway does that explains";
    }

    private ConfigException fault(String why) {
        return new ConfigException(List.of(new Fault(url, 0, why)));
    }
}
