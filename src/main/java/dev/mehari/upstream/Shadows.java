package dev.mehari.upstream;

import dev.mehari.call.Call;

/** Takes copies of calls through their life; nobody waits for them, and nobody gets their answers. Any thread. */
public interface Shadows {
    /** Takes none. */
    Shadows NONE = shadow -> false;

    /**
     * Starts a copy and returns at once.
     *
     * @return false when it is dropped, because too many are under way or its upstream is not well
     */
    boolean start(Call shadow);
}
