package dev.mehari.protocol.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A call as a route reads it: a chat completions request, and beside its members
 *
 * <pre>
 *   prompt    all that was said as one text: what the operator of the model says, then the conversation
 *   system    what the operator of the model says
 *   last      what the user said last
 *   options   those of the upstream
 * </pre>
 */
public final class PlainQuestion {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,14})(\\.\\d{1,15})?");

    private PlainQuestion() {}

    /**
     * The plain form of a request.
     *
     * @param body as it would be sent
     * @param request the same, read
     * @param losses what is no text, and so does not stand in those three
     */
    public static Document of(ObjectNode body, ChatRequest request, Map<String, String> options, Losses losses) {
        List<Said> said = new ArrayList<>();
        for (Turn turn : request.turns()) {
            said.add(new Said(turn.role(), text(turn.parts(), losses)));
        }
        said.removeIf(s -> s.text().isEmpty());
        String system = said.stream()
                .filter(s -> s.role() == Role.SYSTEM)
                .map(Said::text)
                .collect(Collectors.joining("\n\n"));
        List<Said> talk = said.stream().filter(s -> s.role() != Role.SYSTEM).toList();
        String last = talk.stream()
                .filter(s -> s.role() == Role.USER)
                .reduce((first, second) -> second)
                .map(Said::text)
                .orElse("");
        ObjectNode out = body.deepCopy();
        out.put("prompt", prompt(system, talk));
        out.put("system", system);
        out.put("last", last);
        ObjectNode set = out.putObject("options");
        options.forEach((name, value) -> set.set(name, option(value)));
        return new Document(out);
    }

    private record Said(Role role, String text) {}

    /** One who speaks alone needs no name in front. */
    private static String prompt(String system, List<Said> talk) {
        String conversation = talk.size() == 1
                ? talk.getFirst().text()
                : talk.stream()
                        .map(s -> (s.role() == Role.ASSISTANT ? "Assistant: " : "User: ") + s.text())
                        .collect(Collectors.joining("\n\n"));
        return system.isEmpty() || conversation.isEmpty() ? system + conversation : system + "\n\n" + conversation;
    }

    private static String text(List<Content> parts, Losses losses) {
        List<String> texts = new ArrayList<>();
        for (Content part : parts) {
            switch (part) {
                case Content.Text text -> texts.add(text.text());
                case Content.Refused refused -> texts.add(refused.text());
                case Content.ToolCall call -> texts.add("[" + call.name() + ": " + call.arguments() + "]");
                case Content.ToolResult result -> texts.add(text(result.parts(), losses));
                case Content.Thinking thinking -> {}
                case Content.Image image -> losses.dropped(image.at());
                case Content.Audio audio -> losses.dropped(audio.at());
                case Content.Video video -> losses.dropped(video.at());
                case Content.Document document -> losses.dropped(document.at());
                case Content.Foreign foreign -> losses.dropped(foreign.at());
            }
        }
        texts.removeIf(String::isEmpty);
        return String.join("\n", texts);
    }

    /** As what it reads like: {@code true} and {@code 3} are no strings in a JSON text. */
    private static JsonNode option(String value) {
        boolean other = value.equals("true")
                || value.equals("false")
                || NUMBER.matcher(value).matches();
        JsonNode parsed = other ? Tree.parse(value) : null;
        return parsed == null ? Tree.object().textNode(value) : parsed;
    }
}
