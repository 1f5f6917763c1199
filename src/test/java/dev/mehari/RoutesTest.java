package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.RouteFiles;
import dev.mehari.protocol.Codecs;
import dev.mehari.usage.Settlement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** The shipped routes in a generation of the real steps, beside the one that the application itself runs. */
@CamelSpringBootTest
@SpringBootTest(
        classes = {MehariApplication.class, SpareGeneration.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "logging.config=classpath:mehari/logback.xml",
            "logging.level.root=WARN",
            "spring.main.banner-mode=off"
        })
@ContextConfiguration(initializers = RoutesTest.Start.class)
@DirtiesContext
final class RoutesTest {
    @TempDir
    static Path folder;

    private final Codecs codecs;
    private final Clock clock;
    private final Snapshot snapshot;
    private final SpareGeneration spare;
    private Generation generation;
    private CamelContext context;

    RoutesTest(
            @Autowired Codecs codecs,
            @Autowired Clock clock,
            @Autowired Generations generations,
            @Autowired SpareGeneration spare) {
        this.codecs = codecs;
        this.clock = clock;
        this.spare = spare;
        snapshot = generations.live().orElseThrow().snapshot();
    }

    /** Not earlier: until the test method, Camel's test support lets no context start. */
    @BeforeEach
    void build() {
        generation = spare.build(snapshot, RouteFiles.folder(Path.of("routes")));
        context = spare.context();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    static final class Start implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Home home = TestHome.shipped(folder).home();
            context.getEnvironment()
                    .getPropertySources()
                    .addLast(new MapPropertySource("defaults", ApplicationDefaults.of(home)));
            context.getBeanFactory().registerSingleton("mehariHome", home);
        }
    }

    @Test
    void everyShippedRouteRuns() {
        List<String> expected = new ArrayList<>(
                List.of("answer", "chat", "dispatch", "passthrough", "routing", "usage", "usage-lost", "usage-rows"));
        expected.addAll(List.of("codegen", "web-chat"));
        generation.snapshot().upstreams().values().stream()
                .filter(upstream -> upstream.route() == null || upstream.on())
                .forEach(upstream -> expected.add("upstream-" + upstream.name()));

        assertThat(generation.routes()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(context.getRoutes())
                .allSatisfy(r -> assertThat(context.getRouteController().getRouteStatus(r.getRouteId()))
                        .matches(s -> s.isStarted()));
    }

    @Test
    void everyBeanIsAKnownStepWithThatMethod() {
        List<String> seen = new ArrayList<>();
        for (JsonNode bean : CanonicalYaml.all("bean")) {
            String ref = bean.path("ref").asText();
            String method = bean.path("method").asText().replaceAll("\\(.*", "");
            seen.add(ref + "." + method);
            Object step = context.getRegistry().lookupByName(ref);
            assertThat(step).as("bean %s", ref).isNotNull();
            assertThat(Arrays.stream(step.getClass().getMethods()).map(m -> m.getName()))
                    .as("methods of %s", ref)
                    .contains(method);
        }
        assertThat(seen)
                .contains("keys.authenticate", "models.resolve", "plan.refuse", "http.prepare", "errors.answer")
                .contains("dispatch.next", "dispatch.failed", "dispatch.conclude", "ledger.write", "ledger.lost");
    }

    @Test
    void everyReferenceToABeanLeadsToOne() {
        List<String> seen = new ArrayList<>();
        RouteFiles.folder(Path.of("routes")).values().forEach(bytes -> {
            var references = Pattern.compile("\"#([A-Za-z]+(-\\{\\{name}})?)\"")
                    .matcher(new String(bytes, StandardCharsets.UTF_8));
            while (references.find()) {
                seen.add(references.group(1));
            }
        });
        assertThat(seen).contains("usageQueue", "callersThread", "records", "wireHeaders", "client-{{name}}");
        for (String name : seen) {
            assertThat(context.getRegistry().lookupByName(name.replace("{{name}}", "demo")))
                    .as("#%s", name)
                    .isNotNull();
        }
    }

    @Test
    void aCheckedCallWithAPlanReachesTheTargets() throws Exception {
        AdviceWith.adviceWith(
                context,
                "chat",
                route -> route.weaveById("try-targets").replace().to("mock:targets"));
        MockEndpoint targets = context.getEndpoint("mock:targets", MockEndpoint.class);
        Call known = call("demo", TestHome.KEY);
        Call unknown = call("demo", "pk_of-somebody-else-0123456789");

        generation.run(known);
        generation.run(unknown);

        targets.expectedMessageCount(1);
        targets.assertIsSatisfied();
        assertThat(targets.getReceivedExchanges().getFirst().getMessage().getBody())
                .isSameAs(known);
        assertThat(known.getPlan()).hasToString("[demo/demo, demo-anthropic/demo, demo-gemini/demo]");
        assertThat(known.getCaller()).isNotNull();
        assertThat(status(unknown)).isEqualTo(401);
    }

    @Test
    void theLoopGoesOnToTheNextTargetAndEndsWithAnAnswer() throws Exception {
        List<String> tried = new ArrayList<>();
        AdviceWith.adviceWith(
                context,
                "dispatch",
                route -> route.weaveById("to-upstream").replace().process(exchange -> {
                    Call call = exchange.getMessage().getBody(Call.class);
                    tried.add(String.valueOf(call.getTarget()));
                    if (tried.size() < 3) {
                        // What an interrupted http call leaves in the message is not the call.
                        exchange.getMessage().setBody("half a reply");
                        throw new Refusal(ErrorKind.UPSTREAM_ERROR, "not today");
                    }
                    call.answer(Reply.of(200, "application/json", new byte[0]));
                }));
        AdviceWith.adviceWith(
                context,
                "routing",
                route -> route.weaveById("by-content").replace().process(exchange -> {
                    Call call = exchange.getMessage().getBody(Call.class);
                    call.course().plan(List.of(target("a"), target("b"), target("c"), target("d")));
                }));
        Call call = call("demo", TestHome.KEY);

        generation.run(call);

        assertThat(tried).containsExactly("demo/a", "demo/b", "demo/c");
        assertThat(status(call)).isEqualTo(200);
        assertThat(call.refusal()).isNull();
    }

    @Test
    void recordsGoToTheLedgerInOneBatch() throws Exception {
        AdviceWith.adviceWith(
                context,
                "usage-rows",
                route -> route.weaveById("write-rows").replace().to("mock:rows"));
        MockEndpoint rows = context.getEndpoint("mock:rows", MockEndpoint.class);
        rows.expectedMessageCount(1);

        for (int i = 0; i < 3; i++) {
            Call call = call("demo", TestHome.KEY);
            generation.tap(Settlement.settle(call, snapshot.prices(), clock));
        }

        rows.assertIsSatisfied(10_000);
        Object batch = rows.getReceivedExchanges().getFirst().getMessage().getBody();
        assertThat(batch).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
    }

    private static Target target(String model) {
        return new Target("demo", model);
    }

    private Call call(String model, String key) {
        byte[] body = ("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        Call call = new Call(
                "req_" + key.length(),
                Protocol.OPENAI_CHAT,
                clock.instant(),
                Map.of(),
                codecs.of(Protocol.OPENAI_CHAT).read(body),
                null,
                false,
                true);
        call.presentedKey(key);
        return call;
    }

    private static int status(Call call) {
        Reply reply = call.reply();
        return reply == null ? 0 : reply.status();
    }
}
