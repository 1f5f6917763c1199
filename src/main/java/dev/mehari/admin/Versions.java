package dev.mehari.admin;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.overlay.Draft.Expected;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions as HTTP has them: {@code ETag} and {@code If-Match}. */
final class Versions {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,18})\"?");

    private Versions() {}

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** @throws Refusal when the header can be none of ours */
    static Expected expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            return new Expected.Absent();
        }
        if (ifMatch.strip().equals("*")) {
            return new Expected.Any();
        }
        Matcher matcher = TAG.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw new Refusal(ErrorKind.INVALID_REQUEST, "If-Match must be the ETag of what is to be changed, or *");
        }
        return new Expected.Version(Long.parseLong(matcher.group(1)));
    }
}
