package dev.mehari.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What Gemini must not be sent. JSON is written with single quotes. */
final class GeminiWrongCalls {

    private final List<WrongCall> all = new ArrayList<>();
    private final GoodCall good;

    GeminiWrongCalls(GeminiFake fake) {
        good = new GoodCall(
                fake,
                "POST",
                "/v1beta/models/gemini-2.5-flash:generateContent",
                Map.of("x-goog-api-key", fake.key()),
                "{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}");
        wrong(good, "another path", call -> call.path("/v1beta/chat"), 404, "NOT_FOUND", "");
        wrong(
                good,
                "no key",
                call -> call.header("x-goog-api-key", ""),
                403,
                "PERMISSION_DENIED",
                "unregistered callers");
        refused("a wrong key", call -> call.header("x-goog-api-key", "k"), "API key not valid");
        refused(
                "a bearer as well",
                call -> call.header("Authorization", "Bearer x"),
                "'authorization' does not belong");
        refused("the key in the query", call -> call.path(call.path() + "?key=" + fake.key()), "Invalid query");
        refused("unknown field", call -> call.with("messages", "[]"), "Unknown name 'messages': Cannot find field.");
        refused(
                "a nested unknown field",
                call -> call.with("generationConfig", "{'max_tokens':5}"),
                "Unknown name 'max_tokens' at 'generation_config'");
        refused(
                "a field in both spellings",
                call -> call.with("generationConfig", "{'topP':1,'top_p':1}"),
                "given twice");
        refused("no contents", call -> call.without("contents"), "contents is not specified");
        refused(
                "an assistant",
                call -> call.with("contents", "[{'role':'assistant','parts':[{'text':'x'}]}]"),
                "valid role: user, model");
        refused("no parts", call -> call.with("contents", "[{'role':'user','parts':[]}]"), "parts must not be empty");
        refused(
                "an empty part",
                call -> call.with("contents", "[{'role':'user','parts':[{}]}]"),
                "required oneof field 'data'");
        refused(
                "six stops",
                call -> call.with("generationConfig", "{'stopSequences':['a','b','c','d','e','f']}"),
                "the limit is 5");
        refused(
                "budget and level",
                call -> call.with("generationConfig", "{'thinkingConfig':{'thinkingBudget':1,'thinkingLevel':'LOW'}}"),
                "only one of thinking budget");
        refused(
                "a call without its result",
                call -> call.with("contents", turns("'functionCall':{'name':'f'}", "'text':'x'")),
                "number of function response parts");
        wrong(
                good.path("/v1beta/models/gemini-3.1-pro-preview:generateContent"),
                "a call without its signature",
                call -> call.with(
                        "contents",
                        turns("'functionCall':{'name':'f'}", "'functionResponse':{'name':'f','response':{}}")),
                400,
                "INVALID_ARGUMENT",
                "missing a thought_signature");
        GoodCall count = good.path("/v1beta/models/gemini-2.5-flash:countTokens");
        wrong(
                count,
                "a count with what is about an answer",
                call -> call.with("generationConfig", "{}"),
                400,
                "INVALID_ARGUMENT",
                "Unknown name 'generationConfig'");
        wrong(
                count,
                "a count for another model than the path's",
                call -> call.raw("{'generateContentRequest':{'model':'models/a','contents':[]}}"),
                400,
                "INVALID_ARGUMENT",
                "is not the model of the path");
        String result = "'functionResponse':{'name':'f','response':{}}";
        refused(
                "a signature of another vendor",
                call -> call.with(
                        "contents",
                        turns(
                                "'functionCall':{'name':'f'},'thoughtSignature':'" + Seal.of("openai", "f") + "'",
                                result)),
                "Corrupted thought signature");
        refused(
                "a signature on another part",
                call -> call.with(
                        "contents",
                        turns(
                                "'functionCall':{'name':'f'},'thoughtSignature':'" + Seal.of(GeminiRules.VENDOR, "g")
                                        + "'",
                                result)),
                "Corrupted thought signature");
        vectors();
    }

    private void vectors() {
        String text = "'content':{'parts':[{'text':'a'}]}";
        String name = "'model':'models/gemini-2.5-flash'";
        GoodCall one = good.path("/v1beta/models/gemini-2.5-flash:embedContent").raw("{" + text + "}");
        GoodCall batch = good.path("/v1beta/models/gemini-2.5-flash:batchEmbedContents")
                .raw("{'requests':[{" + name + "," + text + "}]}");
        vectors(one, "no content", call -> call.without("content"), "content is not specified");
        vectors(one, "empty content", call -> call.with("content", "{'parts':[]}"), "content is empty");
        vectors(one, "another task", call -> call.with("taskType", "'X'"), "Invalid value at 'task_type'");
        vectors(one, "a title of a query", call -> call.with("title", "'T'"), "RETRIEVAL_DOCUMENT");
        vectors(one, "an encoding", call -> call.with("encoding_format", "'float'"), "Unknown name 'encoding_format'");
        vectors(one, "a batch for one", call -> call.raw(batch.body()), "Unknown name 'requests'");
        vectors(batch, "another model", call -> call.raw(call.body().replace("2.5", "3")), "model name");
        vectors(batch, "a part without its model", call -> call.with("requests", "[{" + text + "}]"), "model is not");
        vectors(
                batch,
                "101 texts",
                call -> call.with(
                        "requests",
                        "[" + String.join(",", java.util.Collections.nCopies(101, "{" + name + "," + text + "}"))
                                + "]"),
                "at most 100 requests");
    }

    private void vectors(GoodCall from, String name, UnaryOperator<GoodCall> spoil, String message) {
        wrong(from, name, spoil, 400, "INVALID_ARGUMENT", message);
    }

    GoodCall good() {
        return good;
    }

    List<WrongCall> all() {
        return all;
    }

    private void refused(String name, UnaryOperator<GoodCall> spoil, String message) {
        wrong(good, name, spoil, 400, "INVALID_ARGUMENT", message);
    }

    private void wrong(
            GoodCall from, String name, UnaryOperator<GoodCall> spoil, int status, String code, String message) {
        all.add(new WrongCall(name, from, spoil, status, "/error/status", code, message));
    }

    private static String turns(String call, String answer) {
        return "[{'role':'user','parts':[{'text':'x'}]},{'role':'model','parts':[{" + call
                + "}]},{'role':'user','parts':[{" + answer + "}]}]";
    }
}
