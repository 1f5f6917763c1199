package dev.mehari.it.passthrough;

import java.util.Map;

/** Bodies as {@code multipart/form-data}. */
final class Form {
    static final String BOUNDARY = "----7MA4YWxkTrZu0gW";
    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private Form() {}

    /** A file, and these values behind it. */
    static String of(String file, Map<String, String> values) {
        StringBuilder form = new StringBuilder(part("file\"; filename=\"speech.wav", file));
        values.forEach((name, value) -> form.append(part(name, value)));
        return form + end();
    }

    static String part(String name, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    static String end() {
        return "--" + BOUNDARY + "--\r\n";
    }
}
