package dev.mehari.protocol;

import dev.mehari.call.FieldTree;
import dev.mehari.call.RequestBody;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request whose body is kept as it came, with the places that may have to change. */
public interface CheckedRequest extends RequestBody {
    CheckedBody body();

    /** The same request with another body. */
    RequestBody with(byte[] body);

    @Override
    default byte[] bytes() {
        return body().bytes();
    }

    @Override
    default @Nullable Object field(String path) {
        return body().field(path);
    }

    @Override
    default Found find(FieldTree paths) {
        return body().find(paths);
    }

    @Override
    default @Nullable String conversation() {
        return body().conversation();
    }

    @Override
    default byte[] forUpstream(String upstreamModel, boolean reportUsage) {
        return upstreamModel.equals(model())
                ? bytes()
                : body().with(List.of(body().set("model", Json.quote(upstreamModel))));
    }

    @Override
    default RequestBody withTexts(UnaryOperator<String> change) {
        List<Edit> edits = body().texts(change);
        return edits.isEmpty() ? this : with(body().with(edits));
    }
}
