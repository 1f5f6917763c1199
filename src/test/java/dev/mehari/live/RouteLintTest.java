package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.config.ConfigException;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.guard.Expressions;
import dev.mehari.model.WrittenTargets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.junit.jupiter.api.Test;

/** What is wrong with the routes is told before they take calls, with file and line. */
final class RouteLintTest {
    private static final String ROUTING = "routing.camel.yaml";
    private final SortedMap<String, byte[]> files = RouteFiles.folder(Path.of("routes"));

    @Test
    void theShippedRoutesAreFine() {
        assertThatCode(() -> faults()).doesNotThrowAnyException();
        assertThat(faults()).isEmpty();
    }

    @Test
    void aDirectThatNobodyReads() {
        edit("chat.camel.yaml", text -> text.replace("uri: direct:dispatch", "uri: direct:dispach"));

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/chat.camel.yaml");
            assertThat(f.line()).isEqualTo(line("chat.camel.yaml", "id: try-targets") - 1);
            assertThat(f.message()).isEqualTo("no route reads \"direct:dispach\", did you mean \"direct:dispatch\"?");
        });
    }

    @Test
    void aBeanAndAMethodThatDoNotExist() {
        edit(
                "chat.camel.yaml",
                text -> text.replace("ref: models", "ref: modells")
                        .replace("method: authenticate", "method: authentikate"));

        assertThat(faults())
                .extracting(Fault::toString)
                .containsExactly(
                        "routes/chat.camel.yaml:" + (line("chat.camel.yaml", "id: authenticate") - 1)
                                + ": the bean \"keys\" has no method \"authentikate\", did you mean \"authenticate\"?",
                        "routes/chat.camel.yaml:" + (line("chat.camel.yaml", "id: resolve") - 1)
                                + ": there is no bean \"modells\", did you mean \"models\"?");
    }

    @Test
    void aStepDeepInsideAChoiceOrALoop() {
        edit(
                ROUTING,
                text -> text.replace(
                        "ref: plan\n                      method: \"refuse",
                        "ref: plann\n                      method: \"refuse"));
        edit("dispatch.camel.yaml", text -> text.replace("method: \"failed(", "method: \"fayled("));

        assertThat(faults())
                .extracting(Fault::file)
                .containsExactlyInAnyOrder("routes/routing.camel.yaml", "routes/dispatch.camel.yaml");
    }

    @Test
    void aFilterThatNoRouteIs() {
        String step =
                "        - bean:\n            id: %s\n            ref: answer\n            method: \"filter('%s')\"\n";
        edit(
                "answer.camel.yaml",
                text -> text
                        + step.formatted("a", "direct:chet")
                        + step.formatted("b", "house-rules")
                        + step.formatted("c", "direct:chat"));

        assertThat(faults())
                .extracting(Fault::message)
                .containsExactly(
                        "answer.filter: no route reads \"direct:chet\", did you mean \"direct:chat\"?",
                        "answer.filter: a route is \"direct:name\", not \"house-rules\"");
    }

    @Test
    void aStepOfTheFileOfErrors() {
        edit("errors.camel.yaml", text -> text.replace("method: answer", "method: anser"));

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/errors.camel.yaml");
            assertThat(f.message()).contains("anser");
        });
    }

    @Test
    void aStepOfTheUpstreamTemplateIsToldOnce() {
        edit("upstream.camel.yaml", text -> text.replace("method: judge", "method: juge"));

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/upstream.camel.yaml");
            assertThat(f.line()).isPositive();
        });
    }

    @Test
    void twoRoutesThatReadTheSame() {
        add("mine", "- route: {id: mine, from: {uri: 'direct:routing', steps: [{log: {message: hi}}]}}");

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.message()).contains("direct:routing", "\"mine\"", "\"routing\"");
            assertThat(f.file()).isIn("routes/mine.camel.yaml", "routes/routing.camel.yaml");
        });
    }

    @Test
    void twoRoutesOfOneId() {
        add("mine", "- route: {id: routing, from: {uri: 'direct:mine', steps: [{log: {message: hi}}]}}");

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.message()).isEqualTo("two routes have the id \"routing\"");
        });
    }

    @Test
    void twoRoutesOfOneIdInOneFile() {
        edit(
                ROUTING,
                text -> text + "- route: {id: routing, from: {uri: 'direct:mine', steps: [{log: {message: a}}]}}\n");

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.message()).contains("routing");
        });
    }

    @Test
    void yamlThatIsNone() {
        edit(ROUTING, text -> text.replace("    from:\n", "   from:\n"));

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.line()).isEqualTo(line(ROUTING, "   from:"));
            assertThat(f.message()).contains("expected").doesNotContain("\n").doesNotContain("Exception");
        });
    }

    @Test
    void aStepThatCamelDoesNotKnow() {
        edit(ROUTING, text -> text.replace("- choice:", "- choise:"));

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.line()).isEqualTo(line(ROUTING, "- choise:"));
            assertThat(f.message()).contains("choise");
        });
    }

    @Test
    void anExpressionThatCannotBeRead() {
        edit(ROUTING, text -> text.replace("${body.header('x-tier')} == 'trial'", "${body.header('x-tier' == 'trial'"));

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/routing.camel.yaml");
            assertThat(f.line()).isEqualTo(line(ROUTING, "- route:"));
            assertThat(f.message()).contains("x-tier").doesNotContain("\n");
        });
    }

    @Test
    void twoReadersOfOneQueue() {
        add("mine", "- route: {id: mine, from: {uri: 'seda:usage-rows', steps: [{log: {message: hi}}]}}");

        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.message()).contains("seda:usage-rows", "\"mine\"", "\"usage-rows\"");
        });
    }

    @Test
    void severalFilesThatCannotBeRead() {
        edit(ROUTING, text -> text.replace("- choice:", "- choise:"));
        add("mine", "- route: [");

        assertThat(faults())
                .extracting(Fault::file)
                .containsExactly("routes/mine.camel.yaml", "routes/routing.camel.yaml");
    }

    @Test
    void noChat() {
        files.remove("chat.camel.yaml");

        assertThat(faults()).extracting(Fault::toString).containsExactly("routes: no route reads \"direct:chat\"");
    }

    @Test
    void anExpressionThatRe2Refuses() {
        step("'(?<=a)b'", "request", "redact");
        assertThat(faults()).singleElement().satisfies(f -> {
            assertThat(f.file()).isEqualTo("routes/chat.camel.yaml");
            assertThat(f.line()).isEqualTo(line("chat.camel.yaml", "id: mine") - 1);
            assertThat(f.message())
                    .isEqualTo("request.redact: an expression that RE2 does not take:"
                            + " invalid named capture: `(?<=a)b`");
        });
        for (String wrong : List.of("'(a'", "'[a'", "'a{2,1}'", "\"x**\"", "'\\\\1'", "'\\\\k'")) {
            step(wrong, "request", "redact");
            assertThat(faults()).as(wrong).singleElement().asString().contains("request.redact: an expression");
        }
    }

    @Test
    void aTargetThatIsNone() {
        step("'openai'", "plan", "only");
        assertThat(faults())
                .extracting(Fault::message)
                .containsExactly("plan.only: a target is \"upstream/model\", not \"openai\"");
        step("'/gpt'", "plan", "first");
        assertThat(faults())
                .extracting(Fault::message)
                .containsExactly("plan.first: a target is \"upstream/model\", not \"/gpt\"");
        step("'opnai/gpt'", "plan", "first");
        assertThat(faults())
                .extracting(Fault::toString)
                .containsExactly("routes/chat.camel.yaml:" + (line("chat.camel.yaml", "id: mine") - 1)
                        + ": plan.first: unknown upstream \"opnai\", did you mean \"openai\"?");
    }

    @Test
    void quotesThatAreNotThereAndBracketsThatDoNotPair() {
        for (String wrong : List.of("openai/gpt", "'openai/gpt", "openai/gpt'", "('openai/gpt'")) {
            step(wrong, "plan", "only");
            assertThat(faults())
                    .as(wrong)
                    .extracting(Fault::message)
                    .containsExactly("plan.only: a text needs its quotes, brackets and quotes must pair");
        }
    }

    @Test
    void whatIsFineOrKnownOnlyToACallIsLeftAlone() {
        for (String fine : List.of(
                "'openai/gpt'",
                "\"openai/a,b(c\"",
                "'${body.alias}/gpt'",
                "'$simple{body.alias}/gpt'",
                "*",
                "${body.alias}")) {
            step(fine, "plan", "only");
            assertThat(faults()).as(fine).isEmpty();
        }
        for (String fine : List.of("'\\\\d{4}, (?:a|b)\\\\)'", "'[(]'", "'\\\\t'", "'\\\\w+@[\\\\w.]+'")) {
            step(fine, "request", "redact");
            assertThat(faults()).as(fine).isEmpty();
        }
    }

    /** A step with such an argument in the route {@code chat}, in place of the one before. */
    private void step(String argument, String bean, String method) {
        files.put("chat.camel.yaml", RouteFiles.folder(Path.of("routes")).get("chat.camel.yaml"));
        edit(
                "chat.camel.yaml",
                text -> text + "        - bean:\n            id: mine\n            ref: " + bean
                        + "\n            method: \"" + method + "(${body}, " + argument.replace("\"", "\\\"")
                        + ")\"\n");
    }

    @Test
    void faultsOfSeveralFilesAreToldTogether() {
        edit("chat.camel.yaml", text -> text.replace("uri: direct:dispatch", "uri: direct:dispach"));
        edit(ROUTING, text -> text.replace("method: \"refuse(", "method: \"refuze("));

        assertThat(faults())
                .extracting(Fault::file)
                .containsExactlyInAnyOrder("routes/chat.camel.yaml", "routes/routing.camel.yaml");
    }

    private void edit(String name, UnaryOperator<String> edit) {
        String before = text(name);
        String after = edit.apply(before);
        assertThat(after).as("the edit of " + name).isNotEqualTo(before);
        files.put(name, after.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, String yaml) {
        files.put(name + ".camel.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private String text(String name) {
        byte[] bytes = files.get(name);
        return new String(bytes == null ? new byte[0] : bytes, StandardCharsets.UTF_8);
    }

    /** Number of the first line that holds this. */
    private int line(String name, String what) {
        String before = text(name).substring(0, text(name).indexOf(what));
        return 1 + (int) before.chars().filter(c -> c == '\n').count();
    }

    private List<Fault> faults() {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, this::build);
        return thrown == null ? List.of() : thrown.faults();
    }

    private void build() {
        Snapshot snapshot = ConfigLoader.load(
                ConfigSource.folder(Path.of("config")), Map.of("MEHARI_DEMO_URL", "http://127.0.0.1:1"));
        try (UpstreamClients clients = new UpstreamClients()) {
            new GenerationBuilder(new Breakers(), clients, s -> new Steps(stubs(), texts(s)), Clock.systemUTC())
                    .build(snapshot, new FileSet("test", new TreeMap<>(), files))
                    .stop();
        }
    }

    private static Map<String, Steps.Text> texts(Snapshot snapshot) {
        Steps.Text target = new WrittenTargets(snapshot)::fault;
        return Map.of(
                "plan.only",
                target,
                "plan.first",
                target,
                "request.redact",
                Expressions::fault,
                "answer.filter",
                AnswerFilter::fault);
    }

    /** Names and methods are what counts here. */
    private static Map<String, Object> stubs() {
        Map<String, Object> beans = new HashMap<>();
        for (String name : new String[] {
            "keys", "models", "plan", "request", "dispatch", "http", "answer", "errors", "ledger", "tokens"
        }) {
            beans.put(name, new AnyStep());
        }
        beans.put("records", new GroupedBodyAggregationStrategy());
        beans.put("usageQueue", new UsageQueue());
        beans.put("callersThread", new SynchronousExecutorService());
        return beans;
    }

    /** Every method that a shipped route calls. */
    public static final class AnyStep {
        public void authenticate(Object call) {}

        public void resolve(Object call) {}

        public void passthrough(Object call) {}

        public void validate(Object call) {}

        public void thinking(Object call) {}

        public void format(Object call) {}

        public void count(Object call) {}

        public void filter(String route) {}

        public void refuse(String why) {}

        public void only(Object call, String target) {}

        public void first(Object call, String target) {}

        public void redact(Object call, String expression) {}

        public void pause(Object call) {}

        public void next(Object call) {}

        public void failed(Object call, Exception why) {}

        public void conclude(Object call) {}

        public void prepare(Object call) {}

        public void judge(Object call) {}

        public void receive(Object call) {}

        public void answer(Object call) {}

        public void write(Object batch) {}

        public void lost(Object batch) {}
    }
}
