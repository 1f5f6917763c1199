package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;
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

/** The shipped routes, to be changed, and what is said of them then. */
final class LintedRoutes {
    private final SortedMap<String, byte[]> files = RouteFiles.folder(Path.of("routes"));

    /** A step with such an argument in the route {@code chat}, in place of the one before. */
    void step(String argument, String bean, String method) {
        files.put("chat.camel.yaml", RouteFiles.folder(Path.of("routes")).get("chat.camel.yaml"));
        edit(
                "chat.camel.yaml",
                text -> text + "        - bean:\n            id: mine\n            ref: " + bean
                        + "\n            method: \"" + method + "(${body}, " + argument.replace("\"", "\\\"")
                        + ")\"\n");
    }

    void remove(String name) {
        files.remove(name);
    }

    void edit(String name, UnaryOperator<String> edit) {
        String before = text(name);
        String after = edit.apply(before);
        assertThat(after).as("the edit of " + name).isNotEqualTo(before);
        files.put(name, after.getBytes(StandardCharsets.UTF_8));
    }

    void add(String name, String yaml) {
        files.put(name + ".camel.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private String text(String name) {
        byte[] bytes = files.get(name);
        return new String(bytes == null ? new byte[0] : bytes, StandardCharsets.UTF_8);
    }

    /** Number of the first line that holds this. */
    int line(String name, String what) {
        String before = text(name).substring(0, text(name).indexOf(what));
        return 1 + (int) before.chars().filter(c -> c == '\n').count();
    }

    List<Fault> faults() {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, this::build);
        return thrown == null ? List.of() : thrown.faults();
    }

    private void build() {
        Snapshot snapshot = ConfigLoader.load(
                ConfigSource.folder(Path.of("config")), Map.of("MEHARI_DEMO_URL", "http://127.0.0.1:1"));
        try (UpstreamClients clients = new UpstreamClients()) {
            new GenerationBuilder(
                            new Breakers(),
                            clients,
                            new SessionPools(Clock.systemUTC()),
                            s -> new Steps(stubs(), texts(s)),
                            Clock.systemUTC())
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
                AnswerFilter::fault,
                "route.ask",
                AnswerFilter::fault,
                "ask.post",
                AskSteps::fault,
                "ask.get",
                AskSteps::fault);
    }

    /** Names and methods are what counts here. */
    private static Map<String, Object> stubs() {
        Map<String, Object> beans = new HashMap<>();
        for (String name : new String[] {
            "keys",
            "models",
            "plan",
            "request",
            "dispatch",
            "hedge",
            "mirror",
            "http",
            "answer",
            "errors",
            "ledger",
            "tokens",
            "route",
            "ask",
            "session"
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
        public void race(Object call) {}

        public void send(Object call) {}

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

        public void pause(String option, String otherwise) {}

        public void next(Object call) {}

        public void failed(Object call, Exception why) {}

        public void conclude(Object call) {}

        public void prepare(Object call) {}

        public void judge(Object call) {}

        public void receive(Object call) {}

        public void answer(Object call) {}

        public void ask(String route) {}

        public void post(String path) {}

        public void get(String path) {}

        public void fail(String status, String words) {}

        public void refusedMeans(String words) {}

        public void pieces(Object call) {}

        public void take(Object call) {}

        public void write(Object batch) {}

        public void lost(Object batch) {}
    }
}
