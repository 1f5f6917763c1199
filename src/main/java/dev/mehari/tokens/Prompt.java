package dev.mehari.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model reads of a request: texts to be counted, and what comes to a number of tokens whatever stands in it.
 *
 * <p>Not counted are signatures and encrypted thinking, which providers do not charge as prompt, and settings of the
 * answer.
 */
final class Prompt {
    /** What begins and ends a turn, and names its role; source: OpenAI's cookbook, counting tokens for chats. */
    private static final int TURN = 4;

    /** What begins the answer; the same source. */
    private static final int ANSWER = 3;

    /** What stands around the declaration of a tool, a call or a result; a round figure. */
    private static final int TOOL = 8;

    private final List<String> texts = new ArrayList<>();
    private long fixed = ANSWER;

    private Prompt() {}

    static Prompt of(ChatRequest request) {
        Prompt prompt = new Prompt();
        for (Turn turn : request.turns()) {
            prompt.fixed += TURN;
            turn.parts().forEach(prompt::part);
        }
        request.tools().forEach(prompt::tool);
        if (request.format() != null && request.format().value() instanceof OutputFormat.Schema schema) {
            prompt.json(schema.schema());
        }
        return prompt;
    }

    List<String> texts() {
        return texts;
    }

    /** Tokens that need no counting. */
    long fixed() {
        return fixed;
    }

    private void part(Content part) {
        switch (part) {
            case Content.Text text -> texts.add(text.text());
            case Content.Refused refused -> texts.add(refused.text());
            case Content.Thinking thinking -> texts.add(thinking.text());
            case Content.Image image ->
                fixed += MediaTokens.image(
                        image.detail() == null ? null : image.detail().value());
            case Content.Audio audio -> fixed += MediaTokens.audio(audio.media());
            case Content.Video video -> fixed += MediaTokens.video(video.media());
            case Content.Document document -> document(document);
            case Content.ToolCall call -> {
                fixed += TOOL;
                texts.add(call.name());
                texts.add(call.arguments());
            }
            case Content.ToolResult result -> {
                fixed += TOOL;
                result.parts().forEach(this::part);
            }
            case Content.Foreign foreign -> json(foreign.raw());
        }
    }

    private void document(Content.Document document) {
        String name = document.name();
        if (name != null) {
            texts.add(name);
        }
        String text = document.media() instanceof Media.Plain plain ? plain.text() : MediaTokens.text(document.media());
        if (text == null) {
            fixed += MediaTokens.document(document.media());
        } else {
            texts.add(text);
        }
    }

    private void tool(Tool tool) {
        fixed += TOOL;
        switch (tool) {
            case Tool.Function function -> {
                texts.add(function.name());
                text(function.description());
                json(function.schema());
            }
            case Tool.Custom custom -> {
                texts.add(custom.name());
                text(custom.description());
                json(custom.format());
            }
            case Tool.Hosted hosted -> json(hosted.raw());
        }
    }

    private void text(@Nullable String text) {
        if (text != null) {
            texts.add(text);
        }
    }

    private void json(@Nullable JsonNode value) {
        if (value != null) {
            texts.add(Tree.text(value));
        }
    }
}
