package dev.mehari.it.clients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.SeenRequest;
import dev.mehari.fake.ToolCall;
import dev.mehari.protocol.chat.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a model does that is asked by a coding agent: writes a file, runs a command that reads it, has a tool of an MCP
 * server called with what came of it, and says what that tool said. Which tools these are, agents differ in.
 */
final class AgentPlay {
    private static final String FRUIT = "cherry\nbanana\n";
    private static final String COMMAND = "sort fruit.txt | tr a-z A-Z | paste -s -d - | tee sorted.txt";
    private static final String SORTED = "BANANA-CHERRY";
    /** For questions of the agent's own: a title for the conversation, how hard it is. */
    private static final String ASIDE =
            "{\"title\":\"Fruit\",\"complexity_reasoning\":\"Two steps.\",\"complexity_score\":10}";

    private static final String STAMPED = "STAMPED " + SORTED;
    private static final String PATCH = "*** Begin Patch\n*** Add File: fruit.txt\n+cherry\n+banana\n*** End Patch\n";

    Answer answer(SeenRequest request) {
        JsonNode body = request.json();
        Set<String> tools = new HashSet<>(body.path("tools").findValuesAsText("name"));
        if (tools.isEmpty()) {
            return Answer.text(ASIDE);
        }
        List<ToolCall> steps = steps(tools);
        int done = Play.results(body);
        if (done >= steps.size()) {
            return Answer.text(request.text().contains(STAMPED) ? "The stamp says: " + STAMPED : "There is no stamp.");
        }
        ToolCall next = steps.get(done);
        if (!tools.contains(next.name())) {
            return Answer.text("There is no tool " + next.name() + " among " + tools);
        }
        Answer answer = Answer.toolCalls(next).reasoning("Step " + done + " it is.");
        return done == 0 ? answer.withText("I begin.") : answer;
    }

    private static List<ToolCall> steps(Set<String> tools) {
        if (tools.contains("Write")) {
            return List.of(
                    call("ToolSearch", "query", "select:mcp__stamps__stamp", "max_results", "1"),
                    call("Write", "file_path", "fruit.txt", "content", FRUIT),
                    call("Bash", "command", COMMAND, "description", "Sorts"),
                    call("mcp__stamps__stamp", "text", SORTED));
        }
        if (tools.contains("write_file")) {
            return List.of(
                    call("write_file", "file_path", "fruit.txt", "content", FRUIT),
                    call("run_shell_command", "command", COMMAND, "description", "Sorts"),
                    call("mcp_stamps_stamp", "text", SORTED));
        }
        if (tools.contains("write")) {
            return List.of(
                    call("write", "filePath", "fruit.txt", "content", FRUIT),
                    call("bash", "command", COMMAND, "description", "Sorts"),
                    call("stamps_stamp", "text", SORTED));
        }
        if (tools.contains("exec")) {
            return List.of(
                    program("tools.apply_patch(" + quoted(PATCH) + ")"),
                    program("tools.exec_command({cmd: " + quoted(COMMAND) + "})"),
                    program("tools.mcp__stamps__stamp({text: " + quoted(SORTED) + "})"));
        }
        if (tools.contains("apply_patch")) {
            return List.of(
                    call("apply_patch", "input", PATCH),
                    call("exec_command", "cmd", COMMAND),
                    call("tool_search", "query", "stamp"),
                    call("mcp__stamps__stamp", "text", SORTED));
        }
        return List.of(
                call("exec_command", "cmd", "printf 'cherry\\nbanana\\n' > fruit.txt"),
                call("exec_command", "cmd", COMMAND),
                call("mcp__stamps__stamp", "text", SORTED));
    }

    /** Free text, which reaches the model as one argument. */
    private static ToolCall program(String call) {
        return call("exec", "input", "text(await " + call + ");");
    }

    private static String quoted(String text) {
        return Tree.text(Tree.object().put("t", text)).replaceAll("^\\{\"t\":|}$", "");
    }

    private static ToolCall call(String tool, String... arguments) {
        var all = Tree.object();
        for (int i = 0; i < arguments.length; i += 2) {
            all.put(arguments[i], arguments[i + 1]);
        }
        return new ToolCall(tool, Tree.text(all));
    }
}
