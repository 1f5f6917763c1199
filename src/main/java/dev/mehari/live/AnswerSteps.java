package dev.mehari.live;

import dev.mehari.protocol.Translation;
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

    public AnswerSteps(Translations translations) {
        this.translations = translations;
    }

    /** Step: what is no answer of the upstream's protocol is a failed attempt. */
    public void validate(Exchange exchange) {
        HttpHop.flight(exchange).validate();
    }

    /** Step: thinking stands where the caller, or the alias, wants it. */
    public void thinking(Exchange exchange) {
        InFlight flight = HttpHop.flight(exchange);
        Translation translation = flight.translation();
        if (translation != null) {
            translation.show(translations.shown(flight.call()));
        }
    }

    /** Step: the answer is written in the caller's protocol. */
    public void format(Exchange exchange) {
        HttpHop.flight(exchange).format();
    }

    /** Step: the tokens of the answer are counted. */
    public void count(Exchange exchange) {
        HttpHop.flight(exchange).count();
    }
}
