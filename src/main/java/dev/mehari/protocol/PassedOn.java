package dev.mehari.protocol;

import dev.mehari.call.Refusal;

/** Events as they came, byte for byte. */
final class PassedOn implements Relay {
    private final EventJudge judge;
    private boolean lastShown;

    PassedOn(EventJudge judge) {
        this.judge = judge;
    }

    @Override
    public Standing show(WireEvent event, Handout out) {
        out.put(event.buffer(), lastShown ? event.start() : event.own(), event.end());
        lastShown = true;
        if (!event.whole()) {
            out.follow(event.missing());
        }
        return Standing.OPEN;
    }

    @Override
    public boolean said() {
        return true;
    }

    /** Withholds an event, but for what it brings of the line break of one that was shown. */
    @Override
    public void hide(WireEvent event, Handout out) {
        if (lastShown) {
            out.put(event.buffer(), event.start(), event.own());
        }
        lastShown = false;
    }

    @Override
    public Standing last(WireEvent event, Handout out) {
        show(event, out);
        out.follow(event.missing());
        return Standing.COMPLETE;
    }

    @Override
    public Standing end(Handout out) {
        out.follow(judge.closing());
        return Standing.COMPLETE;
    }

    @Override
    public void error(WireEvent event, Handout out) {
        show(event, out);
        out.follow(event.missing(), judge.closing());
    }

    @Override
    public void failure(Refusal refusal, Handout out) {
        out.follow(judge.failure(refusal, !out.used()));
    }
}
