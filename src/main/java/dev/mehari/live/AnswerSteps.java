package dev.mehari.live;

import dev.mehari.protocol.Translation;
import dev.mehari.protocol.chat.ContentFilter;
import dev.mehari.protocol.chat.Passage;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.Translations;
import org.apache.camel.Exchange;

/**
 * The steps of {@code answer.camel.yaml}. They say what becomes of an answer before anything of it is read: whole or
 * streamed, it passes what they asked for on its way to the caller. Each costs a call one method call, and nothing more
 * where it has nothing to do.
 */
public final class AnswerSteps {
    private final Translations translations;
    private final AnswerFilter filter;

    public AnswerSteps(Translations translations, AnswerFilter filter) {
        this.translations = translations;
        this.filter = filter;
    }

    /** Step: what is no answer of the upstream's protocol is a failed attempt. */
    public void validate(Exchange exchange) {
        HttpHop.flight(exchange).speech().validate();
    }

    /** Step: thinking stands where the caller, or the alias, wants it. */
    public void thinking(Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        Translation translation = flight.speech().translation();
        if (translation != null) {
            translation.show(translations.shown(flight.call()));
        }
    }

    /**
     * Step: what the model says is shown to a route, passage by passage, which may change it or end the answer. An answer
     * that would pass byte for byte is taken apart for it. Counts, vectors and what passes through say nothing.
     *
     * @param route as {@code direct:name}
     */
    public void filter(String route, Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        boolean says = switch (flight.call().operation()) {
            case CHAT -> true;
            case COUNT_TOKENS, EMBEDDINGS, PASSTHROUGH -> false;
        };
        if (!says) {
            return;
        }
        Translation translation = translations.ofAnswer(flight);
        translation.through(
                new ContentFilter(filter.by(exchange.getContext(), route, flight.call()), translation.lost()));
    }

    /** Step of a route that passages are shown to: neither this one nor anything behind it reaches the caller. */
    public void end(Passage passage, String why) {
        passage.end(why);
    }

    /** Step: the answer is written in the caller's protocol. */
    public void format(Exchange exchange) {
        HttpHop.flight(exchange).speech().format();
    }

    /** Step: the tokens of the answer are counted. */
    public void count(Exchange exchange) {
        HttpHop.flight(exchange).speech().count();
    }
}
