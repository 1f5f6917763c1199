package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.TokenList;
import dev.mehari.protocol.chat.Tree;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the items of a response, in the order that {@link State} keeps, and collects them. */
final class Output {
    private final EventWriter wire;
    private final Supplier<String> ids;
    private final boolean sealed;
    private final Losses losses;
    private final Names names;
    private final ArrayNode output = Tree.array();
    private State state = new State.Idle();
    private int places;
    private boolean refused;

    /**
     * @param sealed whether the caller wants what providers want back with their thinking
     * @param names the tools as the caller knows them
     */
    Output(EventWriter wire, Supplier<String> ids, boolean sealed, Names names, Losses losses) {
        this.wire = wire;
        this.ids = ids;
        this.sealed = sealed;
        this.names = names;
        this.losses = losses;
    }

    /** Whether an item says why there is no answer. */
    boolean refused() {
        return refused;
    }

    void opened(Block block) {
        state = switch (block) {
            case Block.Text text -> silent(block);
            case Block.Thinking thinking -> silent(block);
            case Block.Refused refusal -> silent(block);
            case Block.ToolCall call -> {
                if (call.carrier() != null) {
                    seal(call.carrier());
                }
                yield speaking(call(call));
            }
            case Block.Image image -> whole(WholeItem.of(wire, ids.get(), places++, image));
            case Block.Foreign foreign
            when foreign.origin() == Protocol.OPENAI_RESPONSES && foreign.raw() instanceof ObjectNode raw ->
                whole(WholeItem.of(wire, ids.get(), places++, foreign, raw));
            case Block.Foreign foreign -> {
                losses.dropped(foreign.at());
                yield silent(block);
            }
        };
    }

    private OutputItem call(Block.ToolCall call) {
        Names.Known tool = names.tool(call.name());
        return tool.type() == null
                ? new CallItem(wire, ids.get(), places++, call, tool)
                : new ActionItem(wire, ids.get(), places++, call, tool.type());
    }

    private State silent(Block block) {
        release(OutputItem.COMPLETED);
        return new State.Silent(block, null);
    }

    private State whole(OutputItem item) {
        State.Speaking begun = speaking(item);
        output.add(begun.item().end(OutputItem.COMPLETED));
        return new State.Idle();
    }

    private State.Speaking speaking(OutputItem item) {
        release(OutputItem.COMPLETED);
        item.begin();
        return new State.Speaking(item, null);
    }

    /** Gives an item its end that waited for it. */
    private void release(String status) {
        if (state instanceof State.Held(OutputItem item)) {
            output.add(item.end(status));
            state = new State.Idle();
        }
    }

    void delta(ChatEvent.Delta delta) {
        if (state instanceof State.Silent(Block block, Carrier owed)) {
            OutputItem item = item(block);
            if (item == null) {
                return;
            }
            item.begin();
            state = new State.Speaking(item, owed);
        }
        if (state instanceof State.Speaking speaking) {
            speaking.item().delta(delta.text(), TokenList.of(delta.logprobs(), losses));
        }
    }

    private @Nullable OutputItem item(Block block) {
        return switch (block) {
            case Block.Text text -> new MessageItem(wire, ids.get(), places++, false);
            case Block.Refused refusal -> {
                refused = true;
                yield new MessageItem(wire, ids.get(), places++, true);
            }
            case Block.Thinking thinking -> new ReasoningItem(wire, ids.get(), places++);
            case Block.ToolCall call -> null;
            case Block.Image image -> null;
            case Block.Foreign foreign -> null;
        };
    }

    void signed(Carrier carrier) {
        if (!sealed) {
            return;
        }
        state = switch (state) {
            case State.Silent(Block.Thinking thinking, Carrier owed) -> new State.Speaking(sealing(carrier), owed);
            case State.Silent(Block block, Carrier owed) -> new State.Silent(block, carrier);
            case State.Speaking(ReasoningItem item, Carrier owed) -> {
                item.sign(carrier);
                yield state;
            }
            case State.Speaking(OutputItem item, Carrier owed) -> new State.Speaking(item, carrier);
            case State.Idle s -> s;
            case State.Held s -> s;
        };
    }

    /** Seals what is not thinking: with the thinking right before, or else with an item that holds nothing but the seal. */
    private void seal(Carrier carrier) {
        if (!sealed) {
            return;
        }
        if (state instanceof State.Held(ReasoningItem held) && !held.signed()) {
            held.sign(carrier);
            return;
        }
        release(OutputItem.COMPLETED);
        output.add(sealing(carrier).end(OutputItem.COMPLETED));
    }

    private ReasoningItem sealing(Carrier carrier) {
        ReasoningItem item = new ReasoningItem(wire, ids.get(), places++);
        item.begin();
        item.sign(carrier);
        return item;
    }

    void closed() {
        Carrier owed = null;
        if (state instanceof State.Silent silent) {
            state = new State.Idle();
            owed = silent.owed();
        } else if (state instanceof State.Speaking speaking) {
            state = new State.Held(speaking.item());
            owed = speaking.owed();
        }
        if (owed != null) {
            seal(owed);
        }
    }

    /** Says why there is no answer, where nothing else says it. */
    void explain(String why) {
        release(OutputItem.COMPLETED);
        MessageItem item = new MessageItem(wire, ids.get(), places++, true);
        item.begin();
        item.delta(why, null);
        output.add(item.end(OutputItem.COMPLETED));
    }

    /**
     * All items, each with its end.
     *
     * @param cut whether the last of them could not say all
     */
    ArrayNode end(boolean cut) {
        release(cut ? OutputItem.INCOMPLETE : OutputItem.COMPLETED);
        return output;
    }

    /** All items of an answer that breaks off; the open one as far as it came. */
    ArrayNode broken() {
        release(OutputItem.COMPLETED);
        if (state instanceof State.Speaking speaking) {
            output.add(speaking.item().json(OutputItem.INCOMPLETE));
        }
        return output;
    }
}
