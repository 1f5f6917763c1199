package dev.mehari.it.failover.storm;

import dev.mehari.it.GatewayProcess;
import dev.mehari.it.Jcmd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A thread of a gateway.
 *
 * @param id never given twice
 * @param at the innermost of its frames
 */
record Running(long id, String name, boolean virtual, List<String> at) {
    private static final int FRAMES = 12;
    /** In a dump each thread begins so, on a line of its own; its frames are indented below. */
    private static final Pattern HEAD = Pattern.compile("(?m)^#(\\d+) \"(.*)\"( virtual)?.*$");

    /** All of them; no counter of the JVM knows the virtual ones. */
    static List<Running> in(GatewayProcess gateway) {
        Path dump = gateway.settings().home().resolve("threads.txt");
        var unused = Jcmd.run(gateway.pid(), "Thread.dump_to_file", "-overwrite", dump.toString());
        try {
            String text = Files.readString(dump);
            return HEAD.matcher(text).results().map(head -> of(text, head)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Running of(String text, MatchResult head) {
        List<String> frames = text.substring(head.end())
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .limit(FRAMES)
                .map(String::strip)
                .toList();
        return new Running(Long.parseLong(head.group(1)), head.group(2), head.group(3) != null, frames);
    }

    /** Whether it is a virtual thread that waits at a socket, or one of the JVM's own that such threads wait for. */
    boolean isAtASocket() {
        return virtual && at.stream().anyMatch(frame -> frame.contains("sun.nio.ch.Poller."));
    }

    @Override
    public String toString() {
        return "#" + id + " " + name + (virtual ? " (virtual)" : "") + " " + String.join(" < ", at);
    }
}
