package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a request for the completion of a text: what the user says in a chat of one turn. */
final class CompletionReader {
    /** The cap of a request that names none, which no chat has. */
    private static final int USUAL_TOKENS = 16;

    /** Numbers that are called as they are here, those of look-alike vendors among them. */
    private static final Set<Option> PLAIN = EnumSet.of(
            Option.TEMPERATURE,
            Option.TOP_P,
            Option.TOP_K,
            Option.MIN_P,
            Option.FREQUENCY_PENALTY,
            Option.PRESENCE_PENALTY,
            Option.REPETITION_PENALTY,
            Option.SEED);

    private final Fields body;
    private final Losses losses;

    private CompletionReader(Fields body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    static ChatRequest read(JsonNode json, boolean stream, Losses losses) {
        return new CompletionReader(Fields.of(json, ""), losses).request(stream);
    }

    private ChatRequest request(boolean stream) {
        body.ignore("model", "stream");
        RequestReader.streamOptions(body, losses);
        Content prompt = new Content.Text(prompt(body.need("prompt")), null, "prompt");
        losses.add("prompt", Loss.Action.EMULATED);
        suffix();
        Options options = options();
        ChatRequest request = new ChatRequest(
                List.of(new Turn(Role.USER, List.of(prompt), "prompt")),
                List.of(),
                null,
                null,
                null,
                null,
                RequestReader.stop(body),
                options,
                stream);
        body.rest().forEach(name -> options.other(name, body.raw().path(name), name));
        return request;
    }

    /** One text is the same as a list of one. */
    private static String prompt(JsonNode prompt) {
        boolean tokens = false;
        for (JsonNode one : prompt) {
            tokens |= one.isIntegralNumber() || one.isArray();
        }
        if (tokens) {
            throw unsayable("tokens, which only the tokenizer they are from can read", "prompt");
        }
        JsonNode text = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
        if (text.isArray() && !text.isEmpty()) {
            throw unsayable("several prompts in one call", "prompt");
        }
        if (!text.isTextual()) {
            throw Fields.wrong("prompt", "a string, or an array of at least one");
        }
        if (text.textValue().isEmpty()) {
            throw unsayable("a prompt that says nothing", "prompt");
        }
        return text.textValue();
    }

    private void suffix() {
        String suffix = body.text("suffix");
        if (suffix != null && !suffix.isEmpty()) {
            throw unsayable("a text to lead up to", "suffix");
        }
    }

    private Options options() {
        Options options = new Options();
        for (Option option : PLAIN) {
            String name = option.name().toLowerCase(Locale.ROOT);
            options.put(option, body.number(name), name);
        }
        options.put(Option.LOGIT_BIAS, body.get("logit_bias"), "logit_bias");
        options.put(Option.USER, body.get("user"), "user");
        cap(options);
        answers(options);
        logprobs(options);
        return options;
    }

    private void cap(Options options) {
        Given<Integer> cap = body.integer("max_tokens");
        if (cap == null) {
            options.put(Option.MAX_TOKENS, IntNode.valueOf(USUAL_TOKENS), "");
        } else if (cap.value() == 0) {
            throw unsayable("to say nothing, and to weigh the prompt only", "max_tokens");
        } else if (cap.value() < 0) {
            throw Fields.wrong("max_tokens", "at least 1");
        } else {
            options.put(Option.MAX_TOKENS, body.get("max_tokens"), "max_tokens");
        }
    }

    /** How many, and of how many these are the best: nobody else makes more than it shows. */
    private void answers(Options options) {
        Given<Integer> n = body.integer("n");
        Given<Integer> of = body.integer("best_of");
        int shown = n == null ? 1 : n.value();
        if (shown < 1) {
            throw Fields.wrong("n", "at least 1");
        }
        if (of != null && of.value() < shown) {
            throw Fields.wrong("best_of", "at least \"n\"");
        }
        if (of != null && of.value() > shown) {
            losses.dropped("best_of");
        }
        if (shown > 1) {
            options.put(Option.N, body.get("n"), "n");
        }
    }

    private void logprobs(Options options) {
        boolean echo = body.isTrue("echo");
        Given<Integer> most = body.integer("logprobs");
        if (most == null) {
            return;
        }
        if (most.value() < 0) {
            throw Fields.wrong("logprobs", "at least 0");
        }
        options.put(Option.LOGPROBS, BooleanNode.TRUE, "logprobs");
        if (most.value() > 0) {
            options.put(Option.TOP_LOGPROBS, body.get("logprobs"), "logprobs");
        }
        if (echo) {
            // Of the prompt no chat tells them.
            losses.add("echo", Loss.Action.APPROXIMATED);
        }
    }

    private static Refusal unsayable(String what, String at) {
        return Refusal.of(
                ErrorKind.UNSUPPORTED_VALUE,
                "the target of this model goes on with chats, and cannot be given " + what + " (\"" + at + "\")",
                at);
    }
}
