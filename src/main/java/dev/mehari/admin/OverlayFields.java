package dev.mehari.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.config.Effective;
import dev.mehari.config.Overlaid;
import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.overlay.AuditEntry;
import dev.mehari.overlay.Stored;
import java.util.List;
import java.util.stream.Stream;

/** Upstreams, models and what became of them, as JSON. */
final class OverlayFields {
    private OverlayFields() {}

    /** One that stands in a file, or comes of what admins wrote about routing. */
    static ObjectNode ofFile(Overlaid live, Kind kind, String name, Effective value) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("name", name);
        shown.put("source", live.place(OverlayObject.id(kind, name)).orElse("database: settings/routing"));
        shown.put("live", true);
        shown.set("config", EffectiveFields.plain(value));
        return shown;
    }

    /** One that stands in the database, and whether it holds. */
    static ObjectNode stored(Overlaid live, Stored stored, Stored.Entry entry) {
        OverlayObject object = entry.object();
        List<String> faults = Stream.concat(live.setAside().stream(), live.notices().stream())
                .filter(fault -> fault.file().equals(object.place()))
                .map(fault -> fault.message())
                .toList();
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("name", object.name());
        shown.put("source", object.place());
        shown.put("version", object.version());
        shown.put(
                "live", live.setAside().stream().noneMatch(fault -> fault.file().equals(object.place())));
        faults.forEach(shown.withArray("faults")::add);
        shown.put("created_at", entry.createdAt().toString());
        shown.put("created_by", entry.createdBy());
        shown.put("updated_at", entry.updatedAt().toString());
        shown.put("updated_by", entry.updatedBy());
        shown.set("config", stored.shown(entry));
        return shown;
    }

    static ObjectNode audited(AuditEntry entry) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("time", entry.at().toString());
        shown.put("author", entry.author());
        shown.put("action", entry.action());
        shown.put("object", entry.object());
        shown.put("old_version", entry.oldVersion());
        shown.put("new_version", entry.newVersion());
        shown.put("old", entry.oldBody());
        shown.put("new", entry.newBody());
        return shown;
    }
}
