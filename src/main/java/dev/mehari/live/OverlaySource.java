package dev.mehari.live;

import dev.mehari.config.Overlay;

/** What admins wrote into the database that all nodes share, as this node knows it. Any thread. */
public interface OverlaySource {
    /** Where nobody writes anything. */
    OverlaySource NONE = () -> Overlay.NONE;

    /** As it is now; as it was last, while the database is away. */
    Overlay now();
}
