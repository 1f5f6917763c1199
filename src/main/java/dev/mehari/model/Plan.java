package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import java.util.ArrayList;
import java.util.List;

/** Steps for routes that decide by content: they change the plan of a call, mark the call, or end it. */
public final class Plan {
    /** Sends the call to this target and nowhere else. A key with a list of models must allow it. */
    public void only(Call call, String target) {
        call.course().plan(List.of(target(target)));
        call.decision().note(Kind.ROUTE, target, "a route sends the call there and nowhere else");
    }

    /** Tries this target first and keeps the others behind it. */
    public void first(Call call, String target) {
        Target wanted = target(target);
        List<Target> targets = new ArrayList<>(call.getPlan());
        targets.remove(wanted);
        targets.addFirst(wanted);
        call.course().plan(targets);
        call.decision().note(Kind.ROUTE, target, "a route puts it first");
    }

    /** Adds a tag, for the call's row and for later conditions. */
    public void tag(Call call, String tag) {
        call.decision().tag(tag);
        call.decision().note(Kind.ROUTE, tag, "a route adds this tag");
    }

    /** Ends the call with 403 and this text. */
    @SuppressWarnings("DoNotCallSuggester") // routes call it by name
    public void refuse(String message) {
        throw new Refusal(ErrorKind.REFUSED_BY_ROUTE, message);
    }

    private static Target target(String text) {
        try {
            return Target.of(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "a route names \"" + text + "\", which is not upstream/model");
        }
    }
}
