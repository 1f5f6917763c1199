package dev.mehari.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long everything takes.
 *
 * @param jvm flags of the gateway and of the bare proxy
 * @param round of one subject at one number of connections
 * @param rounds how often each has its turn, in alternation, so that a machine that slows down slows all alike
 */
record Settings(
        Path repository,
        Path folder,
        List<String> jvm,
        boolean quick,
        boolean rulesAlone,
        Duration warmUp,
        Duration round,
        int rounds,
        Duration latency,
        Duration streams) {

    static Settings of(Path repository, List<String> jvm, String mode) {
        boolean quick = mode.equals("quick");
        boolean rulesAlone = mode.equals("rules");
        Path folder = repository.resolve("target/bench/run");
        int rounds = number("ROUNDS", quick ? 1 : 3);
        Duration warmUp = seconds(number("WARM_UP", quick ? 6 : 40));
        return quick
                ? new Settings(repository, folder, jvm, true, false, warmUp, seconds(1), rounds, seconds(1), seconds(4))
                : new Settings(
                        repository,
                        folder,
                        jvm,
                        false,
                        rulesAlone,
                        warmUp,
                        seconds(8),
                        rounds,
                        seconds(6),
                        seconds(16));
    }

    private static int number(String variable, int usual) {
        String given = System.getenv(variable);
        return given == null ? usual : Integer.parseInt(given);
    }

    /** The start of the command of a JVM that is measured. */
    List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Child.jdk("java"));
        command.addAll(jvm);
        return command;
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
