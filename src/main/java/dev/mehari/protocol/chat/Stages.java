package dev.mehari.protocol.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The stages that one answer passes, in their order. One thread. */
public final class Stages {
    private final List<AnswerStage> stages = new ArrayList<>();

    /** Adds one behind those that are there; before the answer begins. */
    public void add(AnswerStage stage) {
        stages.add(stage);
    }

    /** All of them in front of a consumer. */
    public Consumer<ChatEvent> before(Consumer<ChatEvent> last) {
        Consumer<ChatEvent> next = last;
        for (AnswerStage stage : stages.reversed()) {
            Consumer<ChatEvent> behind = next;
            next = event -> {
                if (!stage.over()) {
                    stage.take(event, behind);
                } else if (event instanceof ChatEvent.Reported) {
                    behind.accept(event);
                }
            };
        }
        return next;
    }

    /** Whether one of them has ended the answer. */
    public boolean over() {
        return stages.stream().anyMatch(AnswerStage::over);
    }
}
