package dev.mehari.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. The message holds one line per fault. */
public final class ConfigException extends RuntimeException {
    private final transient List<Fault> faults;

    /** @param faults at least one */
    public ConfigException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** All of them, by file and line. */
    public List<Fault> faults() {
        return faults;
    }
}
