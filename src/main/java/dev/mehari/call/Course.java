package dev.mehari.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes: what its name leads to, the targets that are left, the current one, and when the next may be tried.
 * Thread of the call.
 */
public final class Course {
    private @Nullable String alias;
    private List<Target> aliasTargets = List.of();
    private List<Target> granted = List.of();
    private final Deque<Target> plan = new ArrayDeque<>();
    private @Nullable Target target;
    private boolean notesPlan;
    private List<Target> planned = List.of();
    private Duration pause = Duration.ZERO;
    private boolean waited;
    private boolean hedged;
    private boolean countsHere;

    Course() {}

    /** That of a fork: for an attempt at the current target, and no other. */
    Course fork() {
        Course fork = new Course();
        fork.alias = alias;
        fork.aliasTargets = aliasTargets;
        fork.target = target;
        return fork;
    }

    /** The same once more, to see what would become of it. */
    Course imagined() {
        Course copy = fork();
        copy.granted = granted;
        copy.waited = waited;
        copy.plan.addAll(plan);
        return copy;
    }

    /** That of a copy of the call, which goes there and nowhere else. */
    Course to(Target only) {
        Course copy = new Course();
        copy.alias = alias;
        copy.aliasTargets = List.of(only);
        copy.plan.add(only);
        return copy;
    }

    @Nullable
    String alias() {
        return alias;
    }

    @Nullable
    Target target() {
        return target;
    }

    /** All targets that a call of this name may have gone to before, with wildcards filled in. */
    public List<Target> aliasTargets() {
        return aliasTargets;
    }

    /** Sets the alias and starts the plan with its targets. */
    public void resolved(String alias, List<Target> targets) {
        this.alias = alias;
        this.aliasTargets = List.copyOf(targets);
        plan(targets);
    }

    /**
     * Notes targets that the caller's key may use by the names that led to them.
     *
     * @param targets not changed any more
     */
    public void grant(List<Target> targets) {
        granted = targets;
    }

    /** Whether the caller's key may use a target by a name that leads there. */
    public boolean isGranted(Target target) {
        return granted.contains(target);
    }

    /** Replaces what is left of the plan. */
    public void plan(List<Target> targets) {
        plan.clear();
        plan.addAll(targets);
    }

    /** Puts a target at the head of the plan, to be tried no sooner than after a pause. */
    public void again(Target target, Duration pause) {
        plan.addFirst(target);
        this.pause = pause;
    }

    /** How long to wait before the next attempt; asked once, zero after that. */
    public Duration takePause() {
        Duration taken = pause;
        pause = Duration.ZERO;
        return taken;
    }

    /** Notes that the next pause is the one wait of this call for a time that an upstream named. */
    public void waitsOnce() {
        waited = true;
    }

    /** Whether the call had its one wait for a time that an upstream named. */
    public boolean waited() {
        return waited;
    }

    List<Target> left() {
        return List.copyOf(plan);
    }

    boolean hasNext() {
        return !plan.isEmpty();
    }

    /** The plan is to be noted when the first target is taken. */
    void notesPlan() {
        notesPlan = true;
    }

    /** The plan as it was when the first target was taken; noted for calls that are explained. */
    public List<Target> planned() {
        return planned;
    }

    /**
     * Takes the next target off the plan and makes it the current one.
     *
     * @throws IllegalStateException when the plan is empty
     */
    public Target nextTarget() {
        if (notesPlan && target == null) {
            planned = left();
        }
        Target next = plan.poll();
        if (next == null) {
            throw new IllegalStateException("the plan is empty");
        }
        target = next;
        return next;
    }

    /** Makes another target the current one, as that of the last attempt. */
    public void turnTo(@Nullable Target other) {
        target = other;
    }

    boolean hedged() {
        return hedged;
    }

    /** Whether the next target may be asked beside the current one when that is slow. */
    public void hedge(boolean besideOthers) {
        hedged = besideOthers;
    }

    boolean countsHere() {
        return countsHere;
    }

    /** Whether the tokens that are asked for are counted here, because the current target's upstream counts none. */
    public void countHere(boolean here) {
        countsHere = here;
    }
}
