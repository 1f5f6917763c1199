package dev.mehari.live;

/** For a generation without upstreams. */
final class HoldsNothing implements Generation.Holds {
    @Override
    public void live() {}

    @Override
    public void release() {}
}
