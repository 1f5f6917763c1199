package dev.mehari;

import dev.mehari.config.Snapshot;
import dev.mehari.guard.Expressions;
import dev.mehari.guard.Redaction;
import dev.mehari.health.Health;
import dev.mehari.health.PoolStates;
import dev.mehari.key.Authenticate;
import dev.mehari.key.Keys;
import dev.mehari.live.AnswerFilter;
import dev.mehari.live.AnswerSteps;
import dev.mehari.live.AskSteps;
import dev.mehari.live.AttemptParts;
import dev.mehari.live.CallErrors;
import dev.mehari.live.Hedge;
import dev.mehari.live.HttpHop;
import dev.mehari.live.LedgerStep;
import dev.mehari.live.RouteHop;
import dev.mehari.live.SessionSteps;
import dev.mehari.live.Steps;
import dev.mehari.live.UsageQueue;
import dev.mehari.model.Plan;
import dev.mehari.model.Resolve;
import dev.mehari.model.Turns;
import dev.mehari.model.WrittenTargets;
import dev.mehari.protocol.Codecs;
import dev.mehari.tokens.TokenCounter;
import dev.mehari.upstream.Counts;
import dev.mehari.upstream.Dispatch;
import dev.mehari.upstream.Embeddings;
import dev.mehari.upstream.Mirrors;
import dev.mehari.upstream.PlainAnswers;
import dev.mehari.upstream.PromptTokens;
import dev.mehari.upstream.Replies;
import dev.mehari.upstream.Requests;
import dev.mehari.upstream.Shadows;
import dev.mehari.upstream.StaleReplies;
import dev.mehari.upstream.Timers;
import dev.mehari.upstream.Translations;
import dev.mehari.upstream.Unreported;
import dev.mehari.upstream.UpstreamSlots;
import dev.mehari.usage.UsageLedger;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** The beans that routes may name, made anew for each generation from its snapshot. */
record GatewaySteps(
        Codecs codecs,
        Timers timers,
        UpstreamSlots slots,
        Turns turns,
        Shadows shadows,
        StaleReplies staleReplies,
        Keys keys,
        UsageLedger ledger,
        UsageQueue queue,
        CallErrors errors,
        TokenCounter counter,
        Health health,
        DataSource dataSource,
        Clock clock)
        implements Function<Snapshot, Steps> {

    @Override
    public Steps apply(Snapshot snapshot) {
        return new Steps(beans(snapshot), texts(snapshot));
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

    private Map<String, Object> beans(Snapshot snapshot) {
        PromptTokens prompts = new PromptTokens(snapshot, codecs, counter);
        PoolStates states = health.of(snapshot);
        Dispatch dispatch = new Dispatch(snapshot, timers, slots, states, staleReplies, clock);
        Translations translations = new Translations(snapshot, codecs, counter, GatewaySteps::id);
        Counts counts = new Counts(snapshot, codecs, counter, clock);
        Unreported unreported = new Unreported(snapshot, codecs, counter);
        Embeddings embeddings = new Embeddings(snapshot, codecs, counter);
        Requests requests = new Requests(codecs, translations, counts, embeddings, unreported);
        Replies replies = new Replies(codecs, snapshot.failover(), counts, embeddings, unreported, clock);
        AttemptParts parts = new AttemptParts(replies);
        return Map.ofEntries(
                Map.entry("keys", new Authenticate(keys)),
                Map.entry("models", new Resolve(snapshot, turns, states, prompts::of, clock)),
                Map.entry("plan", new Plan()),
                Map.entry("request", new Redaction()),
                Map.entry("dispatch", dispatch),
                Map.entry("http", new HttpHop(dispatch, requests, replies)),
                Map.entry("route", new RouteHop(new PlainAnswers(codecs, GatewaySteps::id), replies)),
                Map.entry("ask", new AskSteps(parts)),
                Map.entry("session", new SessionSteps(parts, clock)),
                Map.entry("hedge", new Hedge(dispatch)),
                Map.entry("mirror", new Mirrors(snapshot, shadows)),
                Map.entry("tokens", counts),
                Map.entry("answer", new AnswerSteps(translations, new AnswerFilter())),
                Map.entry("errors", errors),
                Map.entry("ledger", new LedgerStep(ledger, queue)),
                Map.entry("records", new GroupedBodyAggregationStrategy()),
                Map.entry("usageQueue", queue),
                // A wire tap of its own thread would cost every call a wake-up, only to put a record into a queue.
                Map.entry("callersThread", new SynchronousExecutorService()),
                Map.entry("dataSource", dataSource));
    }

    /** An id for what an answer has ids for; 24 characters, as the vendors' own. */
    private static String id() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }
}
