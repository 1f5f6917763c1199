package dev.mehari.live;

/** Hears which upstreams have something that outlives generations, so that metrics come and go with it. */
public interface UpstreamWatch {
    /** It has some now. */
    void appeared(String upstream);

    /** It has none any more. */
    void vanished(String upstream);
}
