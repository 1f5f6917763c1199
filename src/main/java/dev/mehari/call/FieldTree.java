package dev.mehari.call;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths such as {@code messages[0].role}, put together so that one pass over a body finds all of them. Immutable once made. */
public final class FieldTree {
    /** {@code size} of an array is the number of its elements. */
    public static final String SIZE = "size";

    private final Map<String, FieldTree> members = new HashMap<>();
    private final Map<Integer, FieldTree> elements = new HashMap<>();
    private final List<String> below = new ArrayList<>();
    private @Nullable String path;
    private int last = -1;

    private FieldTree() {}

    /** @param paths names with dots between them, and {@code [n]} behind those of arrays */
    public static FieldTree of(Collection<String> paths) {
        FieldTree root = new FieldTree();
        for (String path : paths) {
            FieldTree at = root;
            at.below.add(path);
            for (String part : path.split("\\.|(?=\\[)", -1)) {
                at = part.startsWith("[")
                        ? at.at(Integer.parseInt(part.substring(1, part.length() - 1)))
                        : at.members.computeIfAbsent(part, name -> new FieldTree());
                at.below.add(path);
            }
            at.path = path;
        }
        return root;
    }

    private FieldTree at(int index) {
        last = Math.max(last, index);
        return elements.computeIfAbsent(index, n -> new FieldTree());
    }

    /** What is looked for below a member, null when nothing is. */
    public @Nullable FieldTree member(String name) {
        return members.get(name);
    }

    /** What is looked for below an element, null when nothing is. */
    public @Nullable FieldTree element(int index) {
        return elements.isEmpty() ? null : elements.get(index);
    }

    /** The highest index that something is looked for at, -1 when none is. */
    public int lastElement() {
        return last;
    }

    /** The path that ends here, null when none does. */
    public @Nullable String path() {
        return path;
    }

    /** All paths that end here or below. */
    public List<String> below() {
        return below;
    }

    /** Names of members that are looked for. */
    public Collection<String> names() {
        return members.keySet();
    }

    public boolean isEmpty() {
        return below.isEmpty();
    }
}
