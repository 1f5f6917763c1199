package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A whole answer: its events, collected. One thread. */
public final class Answer implements Consumer<ChatEvent> {
    /**
     * A block with all of its deltas.
     *
     * @param logprobs the array {@code content} in OpenAI's form, null for none
     */
    public record Part(
            int choice,
            Block block,
            String text,
            @Nullable JsonNode logprobs,
            @Nullable Carrier carrier) {}

    private static final class Open {
        final int choice;
        final Block block;
        final StringBuilder text = new StringBuilder();

        @Nullable
        ArrayNode logprobs;

        @Nullable
        Carrier carrier;

        Open(int choice, Block block) {
            this.choice = choice;
            this.block = block;
        }
    }

    private final Map<Integer, Open> blocks = new TreeMap<>();
    private final List<ChatEvent.Stopped> stops = new ArrayList<>();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable Usage usage;
    private @Nullable ErrorFacts failure;

    @Override
    public void accept(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started started -> {
                id = started.id();
                model = started.model();
            }
            case ChatEvent.Opened opened -> blocks.put(opened.index(), new Open(opened.choice(), opened.block()));
            case ChatEvent.Delta delta -> {
                Open open = open(delta.index());
                open.text.append(delta.text());
                if (delta.logprobs() instanceof ArrayNode more) {
                    if (open.logprobs == null) {
                        open.logprobs = JsonNodeFactory.instance.arrayNode();
                    }
                    open.logprobs.addAll(more);
                }
            }
            case ChatEvent.Signed signed -> open(signed.index()).carrier = signed.carrier();
            case ChatEvent.Reported reported -> usage = reported.usage();
            case ChatEvent.Stopped stopped -> stops.add(stopped);
            case ChatEvent.Failed failed -> failure = failed.facts();
            case ChatEvent.Closed closed -> open(closed.index());
            case ChatEvent.Ping ping -> {}
            case ChatEvent.Unknown unknown -> {}
        }
    }

    private Open open(int index) {
        Open open = blocks.get(index);
        if (open == null) {
            throw new IllegalStateException("block " + index + " was never opened");
        }
        return open;
    }

    /** The upstream's id of it, null when it gave none. */
    public @Nullable String id() {
        return id;
    }

    /** As the upstream names it, null when it does not. */
    public @Nullable String model() {
        return model;
    }

    /** Null when the upstream reported none. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** Why it failed, null when it did not. */
    public @Nullable ErrorFacts failure() {
        return failure;
    }

    /** How each choice ended, in their order; at least one when it did not fail. */
    public List<ChatEvent.Stopped> stops() {
        return stops.stream()
                .sorted(Comparator.comparingInt(ChatEvent.Stopped::choice))
                .toList();
    }

    /** Which of several answers is the first: the one that said something first, whatever its number. */
    public int first() {
        if (!blocks.isEmpty()) {
            return blocks.values().iterator().next().choice;
        }
        return stops.isEmpty() ? 0 : stops.getFirst().choice();
    }

    /** All parts of a choice in the order in which they opened. */
    public List<Part> parts(int choice) {
        return blocks.values().stream()
                .filter(open -> open.choice == choice)
                .map(open -> new Part(open.choice, open.block, open.text.toString(), open.logprobs, open.carrier))
                .toList();
    }
}
