package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.key.KeyDraft;
import dev.mehari.key.Keys;
import dev.mehari.key.Minted;
import dev.mehari.key.VirtualKey;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Virtual keys: made, listed and changed by operators. A key's value is shown once, in the answer that made it. */
@RestController
@RequestMapping("/api/admin/keys")
public final class KeysController {
    private final Keys keys;

    public KeysController(Keys keys) {
        this.keys = keys;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> create(HttpServletRequest request) throws IOException {
        JsonNode body = Bodies.posted(request);
        Minted made = keys.create(KeyFields.apply(KeyDraft.named("unnamed"), body, true));
        Map<String, Object> shown = KeyFields.show(made.key());
        shown.put("key", made.value().reveal());
        return shown;
    }

    @GetMapping
    Map<String, Object> list() {
        List<Map<String, Object>> shown =
                keys.list().stream().map(KeyFields::show).toList();
        return Map.of("keys", shown, "total", shown.size());
    }

    @GetMapping("/{id}")
    Map<String, Object> one(@PathVariable String id) {
        return KeyFields.show(find(id));
    }

    @PatchMapping("/{id}")
    Map<String, Object> change(@PathVariable String id, HttpServletRequest request) throws IOException {
        JsonNode body = Bodies.posted(request);
        VirtualKey current = find(id);
        if (!keys.change(current, KeyFields.apply(current.draft(), body, false))) {
            throw new Refusal(ErrorKind.CONFLICT, "somebody else changed this key at the same time; read it again");
        }
        return KeyFields.show(find(id));
    }

    private VirtualKey find(String id) {
        return keys.find(id)
                .orElseThrow(() -> new Refusal(
                        ErrorKind.PATH_NOT_FOUND,
                        "there is no key \""
                                + id.substring(0, Math.min(40, id.length())).toLowerCase(Locale.ROOT) + "\""));
    }
}
