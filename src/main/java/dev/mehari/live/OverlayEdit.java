package dev.mehari.live;

import dev.mehari.call.Refusal;
import dev.mehari.config.Overlay;
import java.util.Set;

/** A change of what admins wrote. Its methods are called in this order, by one thread and for one change at a time. */
public interface OverlayEdit {
    /**
     * What is to be live.
     *
     * @throws Refusal when it may not be changed like this
     */
    Overlay wanted();

    /** Ids of the objects that are written: none of these may be set aside. */
    Set<String> written();

    /**
     * Keeps it. Called when all is ready to go live, which it then does.
     *
     * @return false when somebody else was first: then nothing was kept
     */
    boolean keep();
}
