package dev.mehari;

import dev.mehari.config.ConfigException;
import dev.mehari.config.Fault;
import dev.mehari.key.InvalidSecretException;
import dev.mehari.store.InvalidDatabaseException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Keeps Spring from logging a stack trace for a start that was refused for a reason we can name in a line. */
final class StartFailure implements SpringBootExceptionReporter {
    /** Made by Spring Boot. */
    StartFailure(ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return faults(failure) != null;
    }

    /** One line per fault; null when the failure is none of the operator's. */
    static @Nullable String faults(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConfigException
                    || t instanceof InvalidSecretException
                    || t instanceof InvalidDatabaseException) {
                return t.getMessage();
            }
            if (t instanceof MarkedYAMLException yaml) {
                return brokenSettings(yaml).toString();
            }
        }
        return null;
    }

    /** Spring Boot reads {@code application.yaml} itself; its parser does not know the name of the file. */
    private static Fault brokenSettings(MarkedYAMLException yaml) {
        int line = yaml.getProblemMark() == null ? 0 : yaml.getProblemMark().getLine() + 1;
        return new Fault("application.yaml", line, "not YAML: " + yaml.getProblem());
    }
}
