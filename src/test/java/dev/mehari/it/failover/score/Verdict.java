package dev.mehari.it.failover.score;

/** @param why empty for a pass */
record Verdict(Mark mark, String why) {
    static final Verdict PASS = new Verdict(Mark.PASS, "");

    static Verdict partial(String why) {
        return new Verdict(Mark.PARTIAL, why);
    }

    static Verdict safe(String why) {
        return new Verdict(Mark.SAFE, why);
    }

    static Verdict fail(String why) {
        return new Verdict(Mark.FAIL, why);
    }

    Verdict worse(Verdict other) {
        return other.mark.compareTo(mark) > 0 ? other : this;
    }
}
