package dev.mehari.protocol;

import dev.mehari.call.Refusal;

/** How an answer stands once an event of it, or its end, was put before the caller. */
sealed interface Standing {
    Standing OPEN = new Open();
    Standing COMPLETE = new Complete();
    Standing ENDED_HERE = new EndedHere();
    Standing INCOMPLETE = new Incomplete();

    /** More may come. */
    record Open() implements Standing {}

    record Complete() implements Standing {}

    /** A step of ours has ended it, whatever the upstream still has to say. */
    record EndedHere() implements Standing {}

    /** The upstream's end is there, and the answer is not. */
    record Incomplete() implements Standing {}

    /** What was said means that it failed, which only its meaning tells. */
    record Failed(ErrorFacts facts) implements Standing {}

    /** A step of ours lets no more of it through. */
    record Refused(Refusal why) implements Standing {}
}
