package dev.mehari.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The order of what is measured. Within a round every subject has its turn, so that drift hits all alike. */
final class Rounds {
    /** Of {@code wrk}'s runs. */
    static final int[] CONNECTIONS = {1, 32, 256};

    /** Where throughput and half of saturation are compared. */
    static final int MIDDLE = 32;

    private static final double SINGLE_RATE = 500;
    private static final double STREAM_RATE = 40;

    /** Fault 2.19: calls with pictures, fifty a second. */
    private static final double PICTURE_RATE = 50;

    private static final int RELOADS = 5;

    private final Settings settings;
    private final Traffic traffic;
    private final List<Subject> subjects;
    private final List<Gateway> gateways;
    private final Figures figures = new Figures();
    private final List<String> faults = new ArrayList<>();

    /** @param gateways the first is the one that all is measured of, others are for their rows */
    Rounds(Settings settings, Traffic traffic, List<Subject> subjects, List<Gateway> gateways) {
        this.settings = settings;
        this.traffic = traffic;
        this.subjects = subjects;
        this.gateways = gateways;
    }

    Figures figures() {
        return figures;
    }

    /** What did not agree, once {@link #run} is through. */
    List<String> faults() {
        return faults;
    }

    /** Measures what rules cost, and nothing else. */
    void rulesAlone() {
        Gateway gateway = gateways.getFirst();
        say("warming up");
        traffic.wrk(gateway.subject(), MIDDLE, settings.warmUp());
        neighbours();
        rules(gateway);
        traffic.books(gateway).faults().forEach(fault -> faults.add(gateway.name() + ": " + fault));
    }

    /** Measures all; the profile, empty in a smoke run. */
    String run() {
        Gateway gateway = gateways.getFirst();
        for (Gateway each : gateways) {
            figures.add("ready s", each.name(), each.readyAfter().toMillis() / 1e3);
        }
        memory("before", gateway);
        rows();
        say("warming up");
        for (Subject subject : all()) {
            boolean jvm =
                    !subject.name().equals(Bench.DIRECT) && !subject.name().equals(Bench.NGINX);
            traffic.wrk(subject, MIDDLE, jvm ? settings.warmUp() : Duration.ofSeconds(2));
        }
        for (int connections : CONNECTIONS) {
            throughput(connections);
        }
        rules(gateway);
        say("latency");
        latency("1 connection", Payloads.chat(), () -> SINGLE_RATE, false);
        latency("half of saturation", Payloads.chat(), () -> half(gateway), false);
        latency("first event", Payloads.stream(5, 20), () -> STREAM_RATE, true);
        latency("2 MB", Payloads.picture(), () -> PICTURE_RATE, false);
        streams(gateway);
        reloads(gateway);
        memory("after", gateway);
        String profile = settings.quick() ? "" : profile(gateway);
        for (Gateway each : gateways) {
            traffic.books(each).faults().forEach(fault -> faults.add(each.name() + ": " + fault));
        }
        return profile;
    }

    private List<Subject> all() {
        List<Subject> all = new ArrayList<>(subjects);
        gateways.stream().skip(1).map(Gateway::subject).forEach(all::add);
        return all;
    }

    private void throughput(int connections) {
        say("throughput at " + connections);
        for (int round = 0; round < settings.rounds(); round++) {
            neighbours();
            for (Subject subject : connections == MIDDLE ? all() : subjects) {
                Duration before = subject.processorTime();
                Wrk run = traffic.wrk(subject, connections, settings.round());
                double used = subject.processorTime().minus(before).toNanos() / 1e3;
                figures.add("cpu us at " + connections, subject.name(), used / run.calls());
                figures.add("calls/s at " + connections, subject.name(), run.perSecond());
                figures.add("p50 ms at " + connections, subject.name(), run.millis());
            }
        }
    }

    private void rules(Gateway gateway) {
        say("rules");
        RuleCost.measure(settings, traffic, gateway.subject(), figures);
    }

    /** Half of what the gateway does at this time: a machine with neighbours does not always do the same. */
    private double half(Gateway gateway) {
        double half = traffic.wrk(gateway.subject(), MIDDLE, settings.latency()).perSecond() / 2;
        figures.add("rate at half", "all", half);
        return half;
    }

    private void neighbours() {
        figures.add("memory ns", "all", MemoryLatency.nanos());
    }

    private void latency(String what, String body, DoubleSupplier perSecond, boolean firstEvent) {
        for (int round = 0; round < settings.rounds(); round++) {
            neighbours();
            double rate = perSecond.getAsDouble();
            for (Subject subject : subjects) {
                OpenLoop load = new OpenLoop(subject, body, rate, firstEvent);
                OpenLoop.Result result = traffic.open(load, settings.latency());
                figures.add(what + " p50", subject.name(), result.millis(50));
                figures.add(what + " p95", subject.name(), result.millis(95));
                figures.add(what + " p99", subject.name(), result.millis(99));
                figures.add(what + " said p50", subject.name(), result.saidMillis(50));
            }
        }
    }

    /** A failed call ends the run: {@code wrk} says so. */
    private void reloads(Gateway gateway) {
        say("reloads");
        try (ExecutorService load = Executors.newSingleThreadExecutor()) {
            Future<Wrk> calls = load.submit(() -> traffic.wrk(gateway.subject(), MIDDLE, settings.streams()));
            for (int number = 0; number < RELOADS; number++) {
                LockSupport.parkNanos(settings.streams().toNanos() / (RELOADS + 1));
                long start = System.nanoTime();
                gateway.reload(number);
                figures.add("reload ms", gateway.name(), (System.nanoTime() - start) / 1e6);
            }
            figures.add("calls while reloading", gateway.name(), (double)
                    calls.get().calls());
        } catch (ExecutionException e) {
            throw new IllegalStateException("calls failed while the gateway took its files anew", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** While nothing else runs. */
    private void rows() {
        say("rows");
        for (Gateway each : gateways) {
            figures.add("rows/s", each.name(), LedgerRate.of(each.spareDatabase(), settings.round()));
        }
    }

    private void streams(Gateway gateway) {
        say(ManyStreams.STREAMS + " streams");
        for (Subject subject : subjects) {
            boolean gatewayTurn = subject.name().equals(gateway.name());
            long idle = gatewayTurn ? gateway.liveKilobytes() : 0;
            ManyStreams.@Nullable Look look = gatewayTurn ? gateway::liveKilobytes : null;
            ManyStreams.Result result = traffic.streams(subject, settings.streams(), look);
            figures.add("event p50", subject.name(), result.millis(50));
            figures.add("event p99", subject.name(), result.millis(99));
            figures.add("events lost", subject.name(), (double) result.lost());
            if (gatewayTurn) {
                figures.add(
                        "KB a stream", subject.name(), (double) (result.liveKilobytes() - idle) / ManyStreams.STREAMS);
            }
        }
    }

    private void memory(String when, Gateway gateway) {
        figures.add("live MB " + when, gateway.name(), gateway.liveKilobytes() / 1024.0);
        figures.add("RSS MB " + when, gateway.name(), (double) gateway.residentMegabytes());
    }

    private String profile(Gateway gateway) {
        say("profile");
        Path file = settings.folder().resolve("gateway.jfr");
        Profile.start(gateway.pid(), file);
        long before = Profile.switches(gateway.pid());
        Wrk run = traffic.wrk(gateway.subject(), MIDDLE, settings.streams());
        long switches = Profile.switches(gateway.pid()) - before;
        Profile.stop(gateway.pid());
        return "\n## Where a call's time goes\n\n" + Profile.summary(file, run.calls(), switches);
    }

    private static void say(String what) {
        System.out.println("... " + what);
    }
}
