package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NumberedListsTest {
    private final List<ChatEvent> events = new ArrayList<>(List.of(new ChatEvent.Started("up", "m")));
    private int index;

    private void block(Block block, ChatEvent... inside) {
        events.add(new ChatEvent.Opened(index, 0, block));
        events.addAll(List.of(inside));
        events.add(new ChatEvent.Closed(index++));
    }

    private void sources(String list) {
        block(new Block.Foreign(Protocol.OPENAI_CHAT, "annotations", Chats.json(list)));
    }

    private void sealed(String details) {
        Carrier carrier = new Carrier(Protocol.OPENAI_CHAT, Chats.json(details));
        block(new Block.Thinking(), new ChatEvent.Delta(index, "t"), new ChatEvent.Signed(index, carrier));
    }

    @Test
    @DisplayName("entries of a list that is streamed in several pieces are numbered through, whatever numbers they had")
    void through() {
        sources("[{'type':'x','at':'a'}]");
        sources("[{'type':'x','at':'b'},{'type':'x','at':'c','index':0}]");
        sealed(
                "[{'type':'reasoning.text','text':'t','signature':'s'},{'type':'reasoning.encrypted','data':'d','index':1}]");
        sealed("[{'type':'reasoning.encrypted','data':'e','index':0}]");
        events.add(new ChatEvent.Stopped(0, StopReason.END, null));

        JsonNode message = StrictStream.read(Chats.encoded(events, Chats.frame("{}", ThinkingShown.FIELD)))
                .at("/0/message");

        assertThat(message.path("annotations").findValuesAsText("at")).containsExactly("a", "b", "c");
        assertThat(message.path("reasoning_details").findValuesAsText("data")).containsExactly("d", "e");
    }
}
