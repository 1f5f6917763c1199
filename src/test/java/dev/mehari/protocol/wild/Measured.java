package dev.mehari.protocol.wild;

import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.wild.Script.Said;
import dev.mehari.protocol.wild.Talk.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What {@code make jmh} measures: bodies of 4 KB, and streams, from one protocol to another. Made once, run often. */
public final class Measured {
    /** Pieces of text in a stream; what else it has is a dozen of events. */
    public static final int PIECES = 500;

    private static final Aim AIM = new Aim("m", Through.ABLE, Set.of());
    private static final int BODY = 4096;
    private static final String WORDS = "It is a mild day in Paris, with a light wind from the west. ";

    private final Caller caller;
    private final Protocol upstream;
    private final byte[] request;
    private final byte[] reply;
    private final byte[] stream;
    private final int events;

    private Measured(Runs.Pair pair) {
        caller = Caller.of(pair.caller()).getFirst();
        upstream = pair.upstream();
        request = request(pair.caller());
        reply = Tree.bytes(Speaker.of(upstream).whole(script(WORDS.repeat(BODY / WORDS.length()))));
        List<Line> lines = stream(upstream);
        events = lines.size();
        stream = Line.plain(lines);
    }

    /** @param pair as {@link #main} names it */
    public static Measured of(String pair) {
        return Runs.pairs().stream()
                .filter(one -> one.toString().equals(pair))
                .map(Measured::new)
                .findFirst()
                .orElseThrow();
    }

    /** Writes the names of all pairs into one line. */
    public static void main(String[] arguments) {
        System.out.println(
                String.join(",", Runs.pairs().stream().map(Runs.Pair::toString).toList()));
    }

    private static byte[] request(Protocol protocol) {
        List<Turn> turns = new ArrayList<>();
        byte[] body;
        do {
            turns.add(new Turn.User(WORDS, false));
            String id = "call_" + turns.size();
            turns.add(new Turn.Model("", List.of(new Talk.Call(id, "{\"city\":\"Paris\",\"n\":1.0}", WORDS))));
            turns.add(new Turn.Model(WORDS, List.of()));
            List<Turn> all = new ArrayList<>(turns);
            all.add(new Turn.User(WORDS, false));
            body = Tree.bytes(Asker.ask(protocol, new Talk(WORDS, all, true, "auto", 100, "0.5", true)));
        } while (body.length < BODY);
        return body;
    }

    private static Script script(String text) {
        return new Script(
                "1",
                List.of(
                        new Said.Thought(WORDS, "c2VhbA=="),
                        new Said.Text(text),
                        new Said.Call("c1", Talk.NAME, "{\"city\":\"Paris\"}")),
                Script.Stop.TOOLS,
                new Usage(100, 50, 0, 0, 200, 20));
    }

    /** Of pieces of some letters each, as tokens come. */
    private static List<Line> stream(Protocol protocol) {
        Script script = script("abcde".repeat(PIECES));
        return Speaker.of(protocol).stream(script, new Random(3) {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return bound == 20 ? 4 : bound - 1;
            }

            @Override
            public boolean nextBoolean() {
                return false;
            }
        });
    }

    /** Events that the upstream sends in {@link #stream}. */
    public int events() {
        return events;
    }

    /** One way: the bytes of a caller's request as those for the upstream. */
    public byte[] request() throws IOException {
        var read = caller.codec().chat().read(Tree.read(request), true, new Losses());
        return Tree.bytes(
                Caller.codec(upstream).chat().write(read, AIM, new Losses()).body());
    }

    /** The other way: the bytes of a reply as those for the caller. */
    public byte[] reply() throws Translation.Fault {
        return Through.whole(caller, upstream, reply);
    }

    /** The same with a stream, event by event. */
    public byte[] stream() {
        return Through.stream(caller, upstream, Set.of(), new Pieces(List.of(stream), Pieces.Then.END))
                .bytes();
    }
}
