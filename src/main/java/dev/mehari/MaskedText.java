package dev.mehari;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

/** The message of a log line and its stack trace, with every secret masked. Made by Logback, from its name. */
public final class MaskedText extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            text = text
                    + System.lineSeparator()
                    + ThrowableProxyUtil.asString(thrown).stripTrailing();
        }
        return Masks.apply(text);
    }
}
