package dev.mehari.admin;

import dev.mehari.config.Effective;

/** The configuration that is live, with its sources. Any thread. */
public interface LiveConfig {
    /** Read anew at each call. */
    Effective.Branch effective();
}
