package dev.mehari.bench;

/** What is sent and answered. All ASCII. */
final class Payloads {
    /** One that has a price in {@code config/prices.yaml}, so that rows are priced. */
    static final String MODEL = "gpt-5.4-mini";

    private static final int KILOBYTE = 1024;

    private Payloads() {}

    /** A chat call of 1 KB. */
    static String chat() {
        return chat(MODEL);
    }

    /** The same for another model. */
    static String chat(String model) {
        return filled(
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"", "\"}]}", KILOBYTE);
    }

    /** A chat call with a picture in Base64, 2 MB in all. */
    static String picture() {
        return filled(
                "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"What is this?\"},{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,",
                "\"}}]}]}",
                2 * KILOBYTE * KILOBYTE);
    }

    /** A chat call for a stream of so many events, the fake waiting so many milliseconds between two of them. */
    static String stream(int events, int delayMillis) {
        return filled(
                "{\"model\":\"" + MODEL + "\",\"stream\":true,\"user\":\"events=" + events + " delay=" + delayMillis
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"",
                "\"}]}",
                KILOBYTE);
    }

    /** The fake's answer of 1 KB to a call that is not streamed. */
    static String reply() {
        return filled(
                "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1790000000,\"model\":\"" + MODEL
                        + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"",
                "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":100,"
                        + "\"total_tokens\":300}}",
                KILOBYTE);
    }

    private static String filled(String head, String tail, int length) {
        StringBuilder text = new StringBuilder(length).append(head);
        while (text.length() < length - tail.length()) {
            text.append((char) ('a' + text.length() * 7 % 26));
        }
        return text.append(tail).toString();
    }
}
