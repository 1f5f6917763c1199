package dev.mehari.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.key.Keys;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.model.ModelList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The models a key may use, in the three shapes that clients ask for on the same path. */
public final class ModelPages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Keys keys;
    private final Generations generations;

    public ModelPages(Keys keys, Generations generations) {
        this.keys = keys;
        this.generations = generations;
    }

    void answer(Exchange exchange) {
        Inbound inbound = exchange.getProperty(Inbound.PROPERTY, Inbound.class);
        if (Credentials.basic(inbound)) {
            throw new Refusal(ErrorKind.ADMIN_CREDENTIAL, "the list of models is made for a virtual key: send one");
        }
        Generation generation = generations
                .live()
                .orElseThrow(() -> new Refusal(ErrorKind.NOT_READY, "the gateway is starting; try again in a moment"));
        ModelList list = new ModelList(generation.snapshot());
        Caller caller = keys.verify(Credentials.of(inbound));
        Protocol shape = shape(inbound);
        String wanted = GeminiPath.model(inbound.path());
        long created = generation.startedAt().getEpochSecond();
        ObjectNode body = wanted == null
                ? list(shape, list.of(caller), created)
                : list.one(caller, wanted)
                        .map(m -> one(shape, m, created))
                        .orElseThrow(() -> new Refusal(ErrorKind.MODEL_NOT_FOUND, "there is no model of this name"));
        try {
            exchange.getMessage().setBody(Reply.of(200, "application/json", JSON.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which protocol's list is asked. */
    static Protocol shape(Inbound inbound) {
        if (inbound.headers().containsKey("anthropic-version")) {
            return Protocol.ANTHROPIC_MESSAGES;
        }
        String query = inbound.query();
        boolean google = inbound.path().startsWith("/v1beta")
                || inbound.headers().containsKey("x-goog-api-key")
                || (query != null && List.of(query.split("&", -1)).stream().anyMatch(p -> p.startsWith("key=")));
        return google ? Protocol.GEMINI : Protocol.OPENAI_CHAT;
    }

    private static ObjectNode list(Protocol shape, List<ModelList.Entry> models, long created) {
        ObjectNode root = JSON.createObjectNode();
        if (shape == Protocol.OPENAI_CHAT) {
            root.put("object", "list");
        }
        ArrayNode data = root.putArray(shape == Protocol.GEMINI ? "models" : "data");
        models.forEach(m -> data.add(one(shape, m, created)));
        if (shape == Protocol.ANTHROPIC_MESSAGES) {
            root.put("has_more", false);
            root.put("first_id", first(models));
            root.put("last_id", models.isEmpty() ? null : models.getLast().name());
        }
        return root;
    }

    private static @Nullable String first(List<ModelList.Entry> models) {
        return models.isEmpty() ? null : models.getFirst().name();
    }

    private static ObjectNode one(Protocol shape, ModelList.Entry model, long created) {
        ObjectNode node = JSON.createObjectNode();
        switch (shape) {
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_RESPONSES -> {
                node.put("id", model.name());
                node.put("object", "model");
                node.put("created", created);
                node.put("owned_by", model.upstream());
            }
            case ANTHROPIC_MESSAGES -> {
                node.put("type", "model");
                node.put("id", model.name());
                node.put("display_name", model.name());
                node.put("created_at", java.time.Instant.ofEpochSecond(created).toString());
            }
            case GEMINI -> {
                node.put("name", "models/" + model.name());
                node.put("displayName", model.name());
                node.putArray("supportedGenerationMethods")
                        .add("generateContent")
                        .add("streamGenerateContent")
                        .add("countTokens");
            }
        }
        return node;
    }
}
