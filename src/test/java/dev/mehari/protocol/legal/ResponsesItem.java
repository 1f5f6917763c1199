package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * One item of a stream, event by event.
 *
 * <pre>
 *   message, reasoning:  ( part added  delta*  text done  part done )*  item done
 *   calls:                             delta*  done                     item done
 * </pre>
 */
final class ResponsesItem {
    private enum Step {
        BETWEEN,
        IN_PART,
        TEXT_DONE
    }

    private final JsonNode added;
    private final int place;
    private final String type;
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder all = new StringBuilder();
    private Step step = Step.BETWEEN;
    private int parts;

    ResponsesItem(ObjectNode event, int expected) {
        place = Shape.index(event, "output_index", "1.2 an item");
        must(place == expected, "1.2 items are numbered in order", event);
        added = Shape.object(event, "item", "1.2 an item");
        type = Shape.words(added, "type", "1.2 an item");
        must(id().startsWith(ResponsesAnswer.prefix(type)), "2.13 ids of items", event);
        must(added.path("status").asText("in_progress").equals("in_progress"), "1.2 what begins is in progress", event);
        for (String full : new String[] {"content", "summary", "arguments", "input", "result"}) {
            JsonNode said = added.path(full);
            must(said.isEmpty() && said.asText("").isEmpty(), "1.2 an item begins empty", event);
        }
    }

    String id() {
        return Shape.words(added, "id", "1.2 an item");
    }

    void inside(String name, ObjectNode event) {
        here(event);
        boolean call = type.equals("function_call") || type.equals("custom_tool_call");
        if (name.endsWith("part.added")) {
            must(!call && step == Step.BETWEEN, "1.2 one part at a time", event);
            must(name.equals(part() + ".added"), "1.2 parts are of their item", event);
            must(number(event) == parts, "1.2 parts are numbered", event);
            step = Step.IN_PART;
            said.setLength(0);
        } else if (name.endsWith("part.done")) {
            must(step == Step.TEXT_DONE && name.equals(part() + ".done"), "1.2 a part ends behind its text", event);
            must(number(event) == parts++, "1.2 parts are numbered", event);
            JsonNode whole = event.path("part");
            must(whole.path(word(whole)).asText().contentEquals(said), "1.2 a part at its end says all", event);
            step = Step.BETWEEN;
        } else if (name.endsWith(".delta")) {
            must(names(".delta").contains(name), "1.2 deltas are of their item", event);
            must(step == (call ? Step.BETWEEN : Step.IN_PART), "1.2 deltas stand within their part", event);
            String delta = Shape.words(event, "delta", "1.2 a delta");
            said.append(delta);
            all.append(delta);
        } else {
            must(name.endsWith(".done") && names(".done").contains(name), "1.2 what stands within an item", event);
            must(step == (call ? Step.BETWEEN : Step.IN_PART), "1.2 a text ends once", event);
            must(event.path(full(name)).asText().contentEquals(said), "1.2 a text at its end is all deltas", event);
            step = Step.TEXT_DONE;
        }
    }

    private void here(ObjectNode event) {
        must(Shape.text(event, "item_id", "1.2 inside an item").equals(id()), "1.2 item_id is that of the item", event);
        must(Shape.index(event, "output_index", "1.2 inside an item") == place, "1.2 output_index too", event);
    }

    private int number(ObjectNode event) {
        return Shape.index(event, type.equals("reasoning") ? "summary_index" : "content_index", "1.2 a part");
    }

    private String part() {
        return type.equals("reasoning") ? "response.reasoning_summary_part" : "response.content_part";
    }

    private static String word(JsonNode part) {
        return part.path("type").asText().equals("refusal") ? "refusal" : "text";
    }

    private Set<String> names(String end) {
        return switch (type) {
            case "message" -> Set.of("response.output_text" + end, "response.refusal" + end);
            case "reasoning" -> Set.of("response.reasoning_summary_text" + end);
            case "function_call" -> Set.of("response.function_call_arguments" + end);
            case "custom_tool_call" -> Set.of("response.custom_tool_call_input" + end);
            default -> Set.of();
        };
    }

    private static String full(String name) {
        return switch (name) {
            case "response.refusal.done" -> "refusal";
            case "response.function_call_arguments.done" -> "arguments";
            case "response.custom_tool_call_input.done" -> "input";
            default -> "text";
        };
    }

    /** The item as it is at its end, which must be what was said. */
    JsonNode done(ObjectNode event) {
        must(Shape.index(event, "output_index", "1.2 an item") == place, "1.2 output_index stays", event);
        JsonNode whole = Shape.object(event, "item", "1.2 an item");
        boolean call = type.equals("function_call") || type.equals("custom_tool_call");
        must(step == (call ? Step.TEXT_DONE : Step.BETWEEN), "1.2 what an item says ends before it", event);
        for (String same : new String[] {"id", "type", "call_id", "name", "role"}) {
            must(whole.path(same).equals(added.path(same)), "1.2 never changes: " + same, event);
        }
        Gathered heard = new Gathered();
        ResponsesAnswer.item(whole, heard);
        must(fits(whole), "1.2 an item at its end is all that was said", event);
        return whole;
    }

    /** Whether an item, at its end or not, says what was said so far. */
    boolean fits(JsonNode whole) {
        StringBuilder words = new StringBuilder();
        for (String list : new String[] {"content", "summary"}) {
            whole.path(list).forEach(part -> words.append(part.path(word(part)).asText()));
        }
        words.append(whole.path("arguments").asText(""))
                .append(whole.path("input").asText(""));
        boolean same = names(".delta").isEmpty() || words.compareTo(all) == 0;
        return same && whole.path("id").equals(added.path("id"));
    }
}
