package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Codegen's REST API for agent runs, as docs.codegen.com/api-reference/agents has it: a run is started with a prompt, is
 * ACTIVE for a while, and has its result when it is over. Refuses what that API does.
 */
public final class CodegenFake extends OwnApiFake {
    public static final String TOKEN = "cg-fake-token-0001";
    public static final String ORG = "323";

    private static final Pattern PATH = Pattern.compile("/v1/organizations/([^/]+)/agent/run(?:/(\\d+))?");

    private final AtomicInteger ids = new AtomicInteger(41_000);
    private final Map<Integer, Integer> looks = new ConcurrentHashMap<>();
    private final Map<Integer, String> prompts = new ConcurrentHashMap<>();
    private final Deque<Reply> scripted = new ArrayDeque<>();
    private volatile int looksUntilOver = 2;
    private volatile boolean onlyLooksFail;
    private volatile String ending = "COMPLETE";
    private volatile UnaryOperator<String> result = prompt -> "Done: " + prompt;

    /** How runs go from now on. */
    public CodegenFake running(int looksUntilOver, String ending, UnaryOperator<String> result) {
        this.looksUntilOver = looksUntilOver;
        this.ending = ending;
        this.result = result;
        return this;
    }

    /** The next requests fail so, whatever they ask. */
    public CodegenFake failing(int status, int times) {
        synchronized (scripted) {
            for (int i = 0; i < times; i++) {
                scripted.add(error(status, "scripted " + status));
            }
        }
        return this;
    }

    /** Requests of a method since the server was told to forget. */
    public long seen(String method) {
        return server().requests().stream()
                .filter(r -> r.method().equals(method))
                .count();
    }

    /** Back to what it is like at first. */
    public void reset() {
        running(2, "COMPLETE", prompt -> "Done: " + prompt);
        synchronized (scripted) {
            scripted.clear();
        }
        onlyLooksFail = false;
        server().forget();
    }

    @Override
    Reply reply(SeenRequest request) {
        Reply next;
        synchronized (scripted) {
            next = request.method().equals("POST") && onlyLooksFail ? null : scripted.poll();
        }
        if (next != null) {
            return next;
        }
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return refused(404, "Not Found");
        }
        if (!("Bearer " + TOKEN).equals(request.header("authorization"))) {
            return refused(401, "Invalid API token");
        }
        if (!path.group(1).equals(ORG)) {
            return refused(403, "User is not a member of this organization");
        }
        return path.group(2) == null ? start(request) : look(request, Integer.parseInt(path.group(2)));
    }

    /** Whether {@link #failing} is for looks at a run only. */
    public CodegenFake onlyLooksFail(boolean only) {
        onlyLooksFail = only;
        return this;
    }

    private Reply start(SeenRequest request) {
        if (!request.method().equals("POST")) {
            return refused(405, "Method Not Allowed");
        }
        String type = String.valueOf(request.header("content-type"));
        JsonNode prompt = type.startsWith("application/json") ? request.json().path("prompt") : null;
        if (prompt == null
                || !prompt.isTextual()
                || prompt.textValue().isBlank()
                || request.json().size() != 1) {
            return refused(422, "prompt: field required");
        }
        int id = ids.incrementAndGet();
        prompts.put(id, prompt.textValue());
        looks.put(id, 0);
        return json(run(id, "ACTIVE", null));
    }

    private Reply look(SeenRequest request, int id) {
        Integer before = looks.get(id);
        if (!request.method().equals("GET") || request.rawBody().length > 0 || before == null) {
            return refused(before == null ? 404 : 405, "Agent run not found");
        }
        looks.put(id, before + 1);
        boolean over = before + 1 >= looksUntilOver;
        boolean complete = over && ending.equals("COMPLETE");
        return json(run(id, over ? ending : "ACTIVE", complete ? result.apply(String.valueOf(prompts.get(id))) : null));
    }

    private static ObjectNode run(int id, String status, @Nullable String result) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("organization_id", Integer.parseInt(ORG))
                .put("status", status)
                .put("created_at", "2026-11-22 08:00:00.000000")
                .put("web_url", "https://codegen.com/agent/trace/" + id)
                .put("result", result)
                .put("source_type", "API");
    }
}
