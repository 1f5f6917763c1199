package dev.mehari.protocol.gemini;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.nio.charset.StandardCharsets;

/**
 * Writes a model's name into a path. The name may come from the caller, by way of a wildcard alias: it must not be able
 * to reach another method, or another place of the provider, under our credential.
 */
final class ModelPath {
    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    private ModelPath() {}

    /** The same name as a body has it, where nobody takes it for a path. */
    static String named(String model) {
        return model.startsWith("models/") || model.startsWith("tunedModels/") ? model : "models/" + model;
    }

    /** {@code models/x} for {@code x}; names that say their own collection ({@code tunedModels/x}) stand as they are. */
    static String of(String model) {
        StringBuilder path = new StringBuilder(model.length() + 16);
        String[] segments = named(model).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new Refusal(ErrorKind.MODEL_NOT_FOUND, "There is no model of this name.");
            }
            if (i > 0) {
                path.append('/');
            }
            encode(segment, path);
        }
        return path.toString();
    }

    private static void encode(String segment, StringBuilder out) {
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            boolean unreserved = UNRESERVED.indexOf(b) >= 0;
            if (unreserved) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
    }
}
