package dev.mehari;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.admin.ExplainRequest;
import dev.mehari.call.Refusal;
import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The command {@code explain} as it was called.
 *
 * @param file where the request is, {@code -} for the standard input
 * @param json whether the explanation is wanted as JSON
 * @param key id or name of the key whose call it is, null when nobody said
 * @param url of the running gateway that is asked, null to look at the files
 */
record ExplainCommand(
        String file,
        boolean json,
        @Nullable String key,
        @Nullable String url) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Null when there is no such way of calling it. */
    static @Nullable ExplainCommand of(List<String> words) {
        String file = null;
        boolean json = false;
        String key = null;
        String url = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean last = i + 1 == words.size();
            if (word.equals("--json") && !json) {
                json = true;
            } else if (word.equals("--key") && key == null && !last) {
                key = words.get(++i);
            } else if (word.equals("--url") && url == null && !last) {
                url = words.get(++i);
            } else if (file == null && (word.equals("-") || !word.startsWith("-"))) {
                file = word;
            } else {
                return null;
            }
        }
        return file == null ? null : new ExplainCommand(file, json, key, url);
    }

    /**
     * What is to be printed.
     *
     * @throws ConfigException when the request, the files or the gateway cannot be used
     */
    String run() {
        LoggingSystem.get(ExplainCommand.class.getClassLoader()).beforeInitialize();
        try {
            byte[] request = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            String shown = explain(key == null ? request : ExplainRequest.withKey(request, key));
            return json ? shown : ExplanationText.of(JSON.readTree(shown));
        } catch (JsonProcessingException e) {
            throw fault("the explanation cannot be read: " + e.getOriginalMessage());
        } catch (IOException | InvalidPathException e) {
            throw fault("it cannot be read: " + e);
        } catch (Refusal e) {
            throw fault(e.text());
        } catch (IllegalArgumentException e) {
            throw fault(String.valueOf(e.getMessage()));
        }
    }

    private String explain(byte[] request) throws JsonProcessingException {
        Home home = StartEnvironment.home();
        return url == null
                ? JSON.writeValueAsString(new ExplainFiles(home).explain(request))
                : new ExplainingGateway(url, home.environment().get("MEHARI_ADMIN_PASSWORD")).explain(request);
    }

    private ConfigException fault(String why) {
        return new ConfigException(List.of(new Fault(file, 0, why)));
    }
}
