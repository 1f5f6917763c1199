package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Reads how much a model shall think: {@code reasoning_effort} of OpenAI, {@code thinking} of Z.AI and DeepSeek,
 * {@code reasoning} of OpenRouter, {@code enable_thinking} of Qwen and vLLM. A switch that is off counts before all,
 * then a word, then a number of tokens.
 */
final class ReasoningReader {
    private final Options options;
    private final Losses losses;
    private @Nullable Given<Reasoning> off;
    private @Nullable Given<Reasoning> word;
    private @Nullable Given<Reasoning> budget;
    private @Nullable Given<Reasoning> on;
    private boolean shown = true;

    private ReasoningReader(Options options, Losses losses) {
        this.options = options;
        this.losses = losses;
    }

    /** @param options gets what is said of thinking beside how much of it */
    static @Nullable Given<Reasoning> read(Fields body, Options options, Losses losses) {
        ReasoningReader reader = new ReasoningReader(options, losses);
        reader.openRouter(body.object("reasoning"));
        reader.effort(body, "reasoning_effort");
        reader.thinking(body.object("thinking"));
        reader.flag(body, "enable_thinking");
        Fields template = body.object("chat_template_kwargs");
        if (template != null) {
            reader.flag(template, "enable_thinking");
            reader.flag(template, "thinking");
            reader.rest(template);
        }
        return reader.result();
    }

    private void rest(Fields template) {
        ObjectNode rest = Tree.object();
        template.rest().forEach(name -> rest.set(name, template.raw().path(name)));
        if (!rest.isEmpty()) {
            options.put(Option.TEMPLATE, rest, template.path());
        }
    }

    private @Nullable Given<Reasoning> result() {
        if (off != null) {
            return off;
        }
        if (word != null) {
            return word;
        }
        return budget != null ? budget : on;
    }

    private void effort(Fields from, String name) {
        String text = from.text(name);
        if (text == null) {
            return;
        }
        Effort effort = Effort.of(text)
                .orElseThrow(() -> Fields.wrong(
                        from.at(name),
                        "one of \"none\", \"minimal\", \"low\", \"medium\", \"high\", \"xhigh\", \"max\""));
        Given<Reasoning> given = new Given<>(new Reasoning.Word(effort, effort != Effort.NONE && shown), from.at(name));
        if (effort == Effort.NONE) {
            off = given;
        } else {
            word = given;
        }
    }

    private void budget(@Nullable Given<Integer> tokens) {
        if (tokens != null && tokens.value() > 0) {
            budget = new Given<>(new Reasoning.Budget(tokens.value(), shown), tokens.at());
        }
    }

    private void flag(Fields from, String name) {
        Given<Boolean> flag = from.flag(name);
        if (flag != null) {
            set(flag.value(), flag.at());
        }
    }

    private void set(boolean thinks, String at) {
        if (thinks) {
            on = new Given<>(new Reasoning.Adaptive(shown), at);
        } else {
            off = new Given<>(new Reasoning.Word(Effort.NONE, false), at);
        }
    }

    private void thinking(@Nullable Fields thinking) {
        if (thinking == null) {
            return;
        }
        String type = thinking.needText("type");
        switch (type) {
            case "enabled", "adaptive" -> set(true, thinking.path());
            case "disabled" -> set(false, thinking.path());
            default -> throw Fields.wrong(thinking.at("type"), "one of \"enabled\", \"adaptive\", \"disabled\"");
        }
        budget(thinking.integer("budget_tokens"));
        options.put(Option.CLEAR_THINKING, thinking.get("clear_thinking"), thinking.at("clear_thinking"));
        thinking.loseRest(losses);
    }

    private void openRouter(@Nullable Fields reasoning) {
        if (reasoning == null) {
            return;
        }
        shown = !reasoning.isTrue("exclude");
        effort(reasoning, "effort");
        budget(reasoning.integer("max_tokens"));
        flag(reasoning, "enabled");
        reasoning.loseRest(losses);
    }
}
