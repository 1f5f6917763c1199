package dev.mehari.admin;

import dev.mehari.edge.Explain;
import dev.mehari.edge.Question;
import dev.mehari.key.Keys;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where a request would go, and why. Nothing is sent, and nothing of it is kept. */
@RestController
public final class ExplainController {
    /** Pictures are part of what is asked, in a text within a text at times. */
    private static final int LARGEST = 64 << 20;

    private final Explain explain;
    private final Keys keys;
    private final ExplanationFields fields;

    public ExplainController(Explain explain, Keys keys, ExplanationFields fields) {
        this.explain = explain;
        this.keys = keys;
        this.fields = fields;
    }

    @PostMapping("/api/admin/explain")
    Map<String, Object> explain(HttpServletRequest asked) throws IOException {
        ExplainRequest request = ExplainRequest.read(Bodies.bytes(asked, LARGEST));
        return fields.show(explain.of(new Question(
                request.method(),
                request.target(),
                request.headers(),
                request.body(),
                ExplainCallers.of(request.key(), keys))));
    }
}
