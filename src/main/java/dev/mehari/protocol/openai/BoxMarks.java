package dev.mehari.protocol.openai;

import java.util.List;

/** Takes the marks out of a text that some models of Z.AI put around its result. */
final class BoxMarks {
    private static final List<String> MARKS = List.of("<|begin_of_box|>", "<|end_of_box|>");

    private String held = "";

    /** What of the text so far is known to be no mark. */
    String take(String more) {
        String text = held + more;
        for (String mark : MARKS) {
            text = text.replace(mark, "");
        }
        int kept = 0;
        for (String mark : MARKS) {
            kept = Math.max(kept, ThinkTags.held(text, mark));
        }
        held = text.substring(text.length() - kept);
        return text.substring(0, text.length() - kept);
    }

    /** What was held, at the end of the text. */
    String end() {
        String rest = held;
        held = "";
        return rest;
    }
}
