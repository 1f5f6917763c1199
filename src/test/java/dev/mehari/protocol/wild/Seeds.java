package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.golden.GoldenCase;
import dev.mehari.protocol.chat.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Writes what fuzzing begins with: what the golden cases send, random scripts, and a dictionary of their words. */
public final class Seeds {
    private static final int SCRIPTS = 8;

    private final Path folder;
    private final Set<String> words = new TreeSet<>();
    private int count;

    private Seeds(Path folder) {
        this.folder = folder;
    }

    /** @param arguments the folder to write to */
    public static void main(String[] arguments) throws IOException {
        Seeds seeds = new Seeds(Path.of(arguments[0]));
        for (Target target : Target.values()) {
            Files.createDirectories(seeds.of(target));
        }
        for (GoldenCase golden : GoldenCase.all()) {
            seeds.golden(golden);
        }
        Random random = new Random(1);
        for (int i = 0; i < SCRIPTS; i++) {
            seeds.script(Script.random(random), random);
        }
        Files.write(
                seeds.folder.resolve("words"),
                seeds.words.stream().map(word -> "\"\\\"" + word + "\\\"\"").toList());
    }

    private Path of(Target target) {
        return folder.resolve(target.name().toLowerCase(java.util.Locale.ROOT));
    }

    private void golden(GoldenCase golden) throws IOException {
        for (String side : List.of("client_request", "expected_upstream_request")) {
            JsonNode request = golden.get(side);
            for (int from = 0; request != null && from < Target.ASKERS.length; from++) {
                write(Target.REQUEST, from, Tree.bytes(request));
            }
        }
        JsonNode reply = golden.get("upstream_response");
        if (reply != null) {
            everyPair(Target.REPLY, Tree.bytes(reply));
        }
        if (golden.root().path("upstream_stream").isArray()) {
            everyPair(Target.STREAM, golden.upstreamBytes());
            Files.write(of(Target.SSE).resolve("golden" + count++), golden.upstreamBytes());
        }
        words(golden.root());
    }

    private void script(Script script, Random random) throws IOException {
        for (Protocol protocol : Asker.CHATS) {
            everyPair(Target.REPLY, Tree.bytes(Speaker.of(protocol).whole(script)));
            everyPair(Target.STREAM, Line.bytes(Speaker.of(protocol).stream(script, random), random));
        }
        List<Line> lines = Speaker.of(Protocol.GEMINI).stream(script, random);
        String array = "[" + String.join(",\r\n", lines.stream().map(Line::data).toList()) + "\r\n]\r\n";
        Files.writeString(of(Target.ARRAY).resolve("array" + count++), array);
    }

    private void everyPair(Target target, byte[] bytes) throws IOException {
        for (int pair = 0; pair < Runs.all().size(); pair++) {
            write(target, pair, bytes);
        }
    }

    private void write(Target target, int who, byte[] bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(who);
        all.writeBytes(bytes);
        Files.write(of(target).resolve("seed" + count++), all.toByteArray());
    }

    private void words(JsonNode node) {
        node.fieldNames().forEachRemaining(this::word);
        node.forEach(this::words);
        if (node.isTextual()) {
            word(node.textValue());
        }
    }

    private void word(String word) {
        if (word.length() < 40 && StandardCharsets.US_ASCII.newEncoder().canEncode(word) && word.matches("[\\w./-]+")) {
            words.add(word);
        }
    }
}
