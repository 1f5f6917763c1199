package dev.mehari;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.regex.Pattern;

/**
 * The message of a log line and its stack trace, with every secret masked. What callers sent may stand in it, such as the
 * name of a model: a line of theirs is indented, so that it cannot pass for one of ours, and no terminal obeys them. Made
 * by Logback, from its name.
 */
public final class MaskedText extends ClassicConverter {
    /** Of a line that begins where those of the log begin. */
    private static final Pattern BREAK = Pattern.compile("\\R(?=\\S)");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\\t\\r\\n]]");

    @Override
    public String convert(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            text = text
                    + System.lineSeparator()
                    + ThrowableProxyUtil.asString(thrown).stripTrailing();
        }
        String masked = BREAK.matcher(Masks.apply(text)).replaceAll(System.lineSeparator() + "\t");
        return CONTROL.matcher(masked).replaceAll("?");
    }
}
