package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** The routes are read off the controllers themselves, so that a new one cannot be forgotten here. */
@DisplayName("Every admin route is shut to everybody but the admin")
class AdminRoutesIT {
    private static final World WORLD = World.shared();

    record Route(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Set<Route> routes() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Set<Route> routes = new TreeSet<>(java.util.Comparator.comparing(Route::toString));
        for (BeanDefinition found : scan.findCandidateComponents("dev.mehari")) {
            Class<?> controller = Class.forName(found.getBeanClassName());
            RequestMapping all = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
            for (Method method : controller.getDeclaredMethods()) {
                RequestMapping own = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (own == null) {
                    continue;
                }
                for (String prefix : paths(all)) {
                    for (String path : paths(own)) {
                        for (RequestMethod verb : own.method()) {
                            routes.add(new Route(verb.name(), prefix + path.replaceAll("\\{[^}]*}", "x")));
                        }
                    }
                }
            }
        }
        assertThat(routes).as("the scan finds the routes").hasSizeGreaterThan(6);
        return routes;
    }

    private static List<String> paths(@org.jspecify.annotations.Nullable RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? List.of("") : List.of(mapping.path());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void isShut(Route route) {
        String password = GatewaySetup.ADMIN_PASSWORD;
        List<Map<String, String>> wrong = new ArrayList<>(List.of(
                Map.of(),
                Map.of("Authorization", "Bearer " + GatewaySetup.KEY),
                Map.of("x-api-key", GatewaySetup.KEY),
                Map.of("Authorization", "Bearer " + password),
                Map.of("x-api-key", password),
                Map.of("Authorization", "Basic"),
                Map.of("Authorization", "Basic !!!"),
                Map.of("Authorization", "Basic YWRtaW4="),
                Admin.basic("admin", ""),
                Admin.basic("admin", "wrong"),
                Admin.basic("admin", password + " "),
                Admin.basic("admin", GatewaySetup.KEY),
                Admin.basic("Admin", password),
                Admin.basic("root", password),
                Admin.basic("", password),
                Admin.basic(GatewaySetup.KEY, ""),
                Map.of("Cookie", "JSESSIONID=1"),
                Map.of("X-Forwarded-User", "admin"),
                Map.of("X-Original-URL", "/health")));
        for (Map<String, String> headers : wrong) {
            RawClient.Response reply = WORLD.request(route.method(), route.path(), headers);
            assertThat(Errors.admin(reply, 401)).as(route + " " + headers).isEqualTo("unauthenticated");
            assertThat(reply.headers().first("www-authenticate")).startsWith("Basic ");
            assertThat(reply.headers().has("set-cookie")).isFalse();
        }
        RawClient.Response byQuery = WORLD.request(route.method(), route.path() + "?key=" + GatewaySetup.KEY, Map.of());
        assertThat(Errors.admin(byQuery, 401)).isEqualTo("unauthenticated");
        RawClient.Response right = WORLD.request(route.method(), route.path(), Admin.BASIC);
        assertThat(right.status()).as(right.text()).isNotIn(401, 403, 500);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    @DisplayName("other spellings of the same path are no way in")
    void spellings(Route route) {
        String path = route.path();
        for (String spelling : List.of(
                path + "/",
                path + ";x=1",
                "/" + path,
                path.replace("/", "//"),
                path.toUpperCase(java.util.Locale.ROOT),
                path.replace("a", "%61"),
                path.replace("/", "/./"),
                path.replaceFirst("/", "/health/../"),
                path.replaceFirst("/", "/health/..;/"),
                path.replaceFirst("/", "/%2e/"),
                path + ".json",
                path + "%00",
                "/v1" + path,
                path.replaceFirst("/", "\\\\"))) {
            RawClient.Response reply = WORLD.request(route.method(), spelling, Map.of());
            assertThat(reply.status()).as(spelling + reply.text()).isIn(400, 401, 404, 405);
            Errors.common(reply);
        }
    }
}
