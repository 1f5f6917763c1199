package dev.mehari.it.clients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.SeenRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a fake says to a coding agent: write a file, run a command that reads it, and say what came of it. */
final class AgentPlay {
    Answer answer(SeenRequest request) {
        JsonNode body = request.json();
        Set<String> tools = names(body.path("tools"));
        if (tools.isEmpty()) {
            return Answer.text("{\"title\": \"Sorted words\"}");
        }
        int done = Play.results(body);
        if (tools.contains("ToolSearch")) {
            if (done == 0) {
                return Answer.toolCall("ToolSearch", "{\"query\":\"select:NotebookEdit\",\"max_results\":1}");
            }
            done--;
        }
        return switch (done) {
            case 0 -> write(tools).reasoning("First the file.").withText("I write the file.");
            case 1 -> run(tools).reasoning("Now the command.");
            default -> Answer.text(
                    request.text().contains("BANANA-CHERRY") ? "It is BANANA-CHERRY." : "The command said nothing.");
        };
    }

    private static Set<String> names(JsonNode tools) {
        return new HashSet<>(tools.findValuesAsText("name"));
    }

    private static Answer write(Set<String> tools) {
        if (tools.contains("Write")) {
            return Answer.toolCall("Write", "{\"file_path\":\"fruit.txt\",\"content\":\"cherry\\nbanana\\n\"}");
        }
        if (tools.contains("write_file")) {
            return Answer.toolCall("write_file", "{\"file_path\":\"fruit.txt\",\"content\":\"cherry\\nbanana\\n\"}");
        }
        return Answer.toolCall("apply_patch", "{\"input\":\"*** Begin Patch\\n*** Add File: fruit.txt\\n+cherry\\n+banana\\n*** End Patch\\n\"}");
    }

    private static final String COMMAND =
            "sort fruit.txt | tr a-z A-Z | paste -s -d - | tee sorted.txt";

    private static Answer run(Set<String> tools) {
        for (String[] shell : List.of(new String[] {"Bash", "command"}, new String[] {"run_shell_command", "command"}, new String[] {"exec_command", "cmd"}, new String[] {"shell_command", "command"})) {
            if (tools.contains(shell[0])) {
                return Answer.toolCall(shell[0], "{\"" + shell[1] + "\":\"" + COMMAND + "\",\"description\":\"sorts\"}");
            }
        }
        return Answer.toolCall("shell", "{\"command\":[\"bash\",\"-lc\",\"" + COMMAND + "\"]}");
    }
}
