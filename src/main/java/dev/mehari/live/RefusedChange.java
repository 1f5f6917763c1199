package dev.mehari.live;

import dev.mehari.config.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A change that was asked for did not go live. */
public final class RefusedChange extends RuntimeException {
    private final int live;
    private final transient List<Fault> faults;

    /**
     * @param live number of the generation that goes on
     * @param faults at least one
     */
    RefusedChange(int live, List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")), null, false, false);
        this.live = live;
        this.faults = List.copyOf(faults);
    }

    public int live() {
        return live;
    }

    public List<Fault> faults() {
        return faults;
    }
}
