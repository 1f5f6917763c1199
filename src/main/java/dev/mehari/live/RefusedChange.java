package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A change that was asked for did not go live. */
public final class RefusedChange extends RuntimeException {
    private final int live;
    private final transient List<Fault> faults;
    private final ErrorKind kind;

    /**
     * @param live number of the generation that goes on
     * @param faults at least one
     * @param kind what it is for whoever asked
     */
    RefusedChange(int live, List<Fault> faults, ErrorKind kind) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")), null, false, false);
        this.live = live;
        this.faults = List.copyOf(faults);
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }

    public int live() {
        return live;
    }

    public List<Fault> faults() {
        return faults;
    }
}
