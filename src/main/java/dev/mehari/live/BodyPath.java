package dev.mehari.live;

import dev.mehari.config.Nearest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an expression asks of a body, {@code .caller.team} or {@code .header('x-tier')}, held against its class. Camel looks
 * for it when a call comes, and a call that cannot be asked fails.
 */
final class BodyPath {
    private static final Pattern STEP =
            Pattern.compile("\\??\\.([A-Za-z_]\\w*)(\\((?:[^()'\"]|'[^']*'|\"[^\"]*\")*\\))?");

    private BodyPath() {}

    /** Why nobody can be asked that, on one line; null when somebody can, or when only a call will tell. */
    static @Nullable String fault(Class<?> body, String path) {
        Class<?> asked = body;
        Matcher step = STEP.matcher(path);
        while (step.lookingAt()) {
            String name = step.group(1);
            Method found = find(asked, name, step.group(2) != null);
            if (found == null) {
                return fault(asked, name, step.group(2) != null);
            }
            asked = found.getReturnType();
            if (asked.isPrimitive() || !Modifier.isFinal(asked.getModifiers())) {
                return null;
            }
            step.region(step.end(), path.length());
        }
        return null;
    }

    private static @Nullable Method find(Class<?> of, String name, boolean asCall) {
        return methods(of)
                .filter(method -> asCall
                        ? method.getName().equals(name)
                        : method.getParameterCount() == 0
                                && (method.getName().equals(name)
                                        || property(method).equals(name)))
                .findFirst()
                .orElse(null);
    }

    private static String fault(Class<?> of, String name, boolean asCall) {
        if (!asCall && methods(of).anyMatch(method -> method.getName().equals(name))) {
            return "\"" + name + "\" needs brackets: " + name + "('...')";
        }
        List<String> names = methods(of)
                .filter(method -> method.getReturnType() != void.class && method.getDeclaringClass() != Object.class)
                .map(BodyPath::property)
                .distinct()
                .toList();
        List<String> near = Nearest.of(name, names, 1);
        return "there is no \"" + name + "\"" + (near.isEmpty() ? "" : ", did you mean \"" + near.getFirst() + "\"?");
    }

    private static Stream<Method> methods(Class<?> of) {
        return Stream.of(of.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    /** As it is called without brackets. */
    private static String property(Method method) {
        String name = method.getName();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
        return prefix == 0 || name.length() == prefix || !Character.isUpperCase(name.charAt(prefix))
                ? name
                : name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + name.substring(prefix + 1);
    }
}
