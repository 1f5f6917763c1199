package dev.mehari.health;

import dev.mehari.call.Call;
import dev.mehari.config.Upstream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The credentials of one upstream, as one configuration has them, and whose turn it is. Any thread. */
public final class Pool {
    private final Health health;
    private final Upstream upstream;
    private final List<Member> members;
    /** Process-wide: a new configuration does not begin anew. */
    private final AtomicInteger turns;

    /** A credential, and how it is doing. */
    public record Member(Upstream.Credential credential, CredentialState state) {}

    Pool(Health health, Upstream upstream, List<Member> members, AtomicInteger turns) {
        this.health = health;
        this.upstream = upstream;
        this.members = List.copyOf(members);
        this.turns = turns;
    }

    /** In the order of the file. */
    public List<Member> members() {
        return members;
    }

    /** Why nothing for a model is sent with a credential; null when calls are. */
    public @Nullable Rest rest(Member member, String model, long now) {
        Rest off = health.switches().rest(member.state().subject());
        return off == null ? member.state().rest(model, now) : off;
    }

    /** Why nothing at all is sent with a credential; null when calls are, if perhaps not for each model. */
    public @Nullable Rest rest(Member member, long now) {
        Rest off = health.switches().rest(member.state().subject());
        return off == null ? member.state().rest(now) : off;
    }

    /** Why nothing for a model can be sent with any of them; null when with one it can, or when none is needed. */
    public @Nullable Rest rest(String model, long now) {
        return soonest(model, now);
    }

    /** The same for all models. */
    public @Nullable Rest rest(long now) {
        return soonest(null, now);
    }

    private @Nullable Rest soonest(@Nullable String model, long now) {
        Rest soonest = null;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Rest rest = model == null ? rest(member, now) : rest(member, model, now);
            if (rest == null) {
                return null;
            }
            soonest = i == 0 ? rest : Rest.sooner(soonest, rest);
        }
        return soonest;
    }

    /** Whether all that could be sent with are used only where no other is well. */
    boolean isPassedOver(String model, long now) {
        for (Member member : members) {
            if (!member.state().isPassedOver(now) && rest(member, model, now) == null) {
                return false;
            }
        }
        return !members.isEmpty();
    }

    /**
     * All of them, the one whose turn it is first. A call takes one turn, however often it tries: two credentials of which
     * one is bad would else meet every call with the bad one first.
     *
     * @param before attempts of this call at this upstream
     */
    public List<Member> inTurn(Call call, int before) {
        if (members.size() < 2) {
            return members;
        }
        List<Member> order = switch (upstream.credentialPool().rotation()) {
            case ROUND_ROBIN -> from(Math.floorMod(turn(call, before), members.size()));
            case WEIGHTED -> from(weighed(turn(call, before)));
            case LEAST_USED ->
                by(Comparator.<Member>comparingInt(m -> m.state().figures().inFlight())
                        .thenComparingLong(m -> m.state().figures().load()));
            case LOWEST_COST ->
                by(Comparator.comparingLong(m -> m.state().figures().costNanoUsd()));
            case HEALTHIEST -> {
                long now = health.now();
                yield by(Comparator.<Member>comparingDouble(m -> -m.state().score(now))
                        .thenComparingInt(m -> m.state().figures().inFlight()));
            }
        };
        return order;
    }

    private int turn(Call call, int before) {
        if (call.isExplained() || call.isShadow()) {
            return turns.get() + before;
        }
        return before == 0 ? turns.getAndIncrement() : turns.get() + before - 1;
    }

    private List<Member> from(int first) {
        List<Member> order = new ArrayList<>(members.size());
        order.addAll(members.subList(first, members.size()));
        order.addAll(members.subList(0, first));
        return order;
    }

    private int weighed(int turn) {
        int all = 0;
        for (Member member : members) {
            all += member.credential().weight();
        }
        int rest = Math.floorMod(turn, all);
        int i = 0;
        while (rest >= members.get(i).credential().weight()) {
            rest -= members.get(i).credential().weight();
            i++;
        }
        return i;
    }

    private List<Member> by(Comparator<Member> order) {
        return members.stream().sorted(order).toList();
    }
}
