package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Secrets that are looked for where they must not be, as they are, in base64 and as part of a URL. */
final class Canaries {
    private final Map<String, String> forms = new LinkedHashMap<>();

    Canaries add(String name, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.put(name, secret);
        forms.put(name + " in base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
        forms.put(
                name + " in URL base64", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        forms.put(name + " in a URL", URLEncoder.encode(secret, StandardCharsets.UTF_8));
        // As HTTP Basic sends it: behind a user of any length, so at any of three places of a group.
        for (String before : List.of("x:", "admin:")) {
            String behind = Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString((before + secret).getBytes(StandardCharsets.UTF_8));
            forms.put(
                    name + " behind " + before,
                    behind.substring((before.length() * 8 + 5) / 6 + 1, behind.length() - 2));
        }
        return this;
    }

    /** Fails when a text holds one. */
    void notIn(String where, String text) {
        List<String> found = new ArrayList<>();
        forms.forEach((name, form) -> {
            int at = text.indexOf(form);
            if (at >= 0) {
                found.add(name + " stands in " + where + ": ..."
                        + text.substring(Math.max(0, at - 300), Math.min(text.length(), at + form.length() + 100)));
            }
        });
        assertThat(found).isEmpty();
    }

    /** Fails when a file below the folder holds one. */
    void notBelow(Path folder) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(files::add);
            for (Path file : files) {
                notIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(files).as("files below " + folder).isNotEmpty();
    }
}
