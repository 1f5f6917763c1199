package dev.mehari.it.failover.score;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import java.util.List;
import java.util.stream.Stream;

/** Where a part of a scenario is played: a lane whose upstreams have forgotten what was before. */
final class Stage {
    /** What U1 says when it says anything. */
    static final String ALPHA =
            "Alpha tells that it is warm in Paris today and that it will stay so until Sunday evening.";
    /** What U2 says. */
    static final String BETA = "Beta knows nothing of the other one and says that it rains.";

    final Lane lane;
    private final Subject subject;

    Stage(Subject subject, Lane lane) {
        this.subject = subject;
        this.lane = lane;
        u1(Answer.text(ALPHA));
        u2(Answer.text(BETA));
    }

    boolean stream() {
        return lane.stream;
    }

    /** Before the word of this number, counted from 0, of what U1 says. */
    int words(int count) {
        return lane.first.opening + count;
    }

    Stage u1(Answer always) {
        return play(lane.u1, always);
    }

    Stage u2(Answer always) {
        return play(lane.u2, always);
    }

    /** Before it says what it says always. */
    Stage u1Once(Answer answer) {
        lane.u1.next(answer);
        return this;
    }

    private Stage play(FakeProvider fake, Answer always) {
        fake.always(always);
        fake.server().forget();
        return this;
    }

    /** A call that may go to both. */
    Trial two(String... members) {
        return call(lane.two(), members);
    }

    /** A call that may go to U1 alone. */
    Trial one(String... members) {
        return call(lane.one(), members);
    }

    /** A call of one of the lane's aliases. */
    Trial call(String alias, String... members) {
        int before = refused().size();
        String[] asked = Stream.concat(Stream.of(lane.caller.asks("How is the weather?")), Stream.of(members))
                .toArray(String[]::new);
        Seen seen = Seen.of(
                subject.url(lane),
                lane.caller.request(alias, lane.stream, asked),
                lane.caller,
                lane.stream,
                subject.patience());
        List<String> refused = refused();
        return new Trial(
                subject, lane, seen, lane.u1.requests(), lane.u2.requests(), refused.subList(before, refused.size()));
    }

    private List<String> refused() {
        return Stream.of(lane.u1, lane.u2)
                .flatMap(fake -> fake.refusals().stream())
                .map(String::valueOf)
                .toList();
    }
}
