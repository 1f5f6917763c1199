package dev.mehari;

import java.util.HashMap;
import java.util.Map;

/** Spring Boot's and Camel's settings for the gateway on its own. Each can be overridden in {@code application.yaml}. */
final class ApplicationDefaults {
    private ApplicationDefaults() {}

    static Map<String, Object> of(Home home) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.application.name", "mehari");
        settings.put("spring.config.location", "optional:file:" + home.config().toAbsolutePath() + "/");
        settings.put("spring.main.banner-mode", "off");
        settings.put("spring.jmx.enabled", false);
        settings.put("spring.threads.virtual.enabled", true);
        settings.put("spring.lifecycle.timeout-per-shutdown-phase", "30s");
        settings.put("logging.config", "classpath:mehari/logback.xml");

        settings.put("server.shutdown", "graceful");
        settings.put("server.max-http-request-header-size", "32KB");
        settings.put("server.tomcat.connection-timeout", "30s");
        settings.put("server.tomcat.keep-alive-timeout", "75s");
        settings.put("server.tomcat.max-keep-alive-requests", -1);
        settings.put("server.tomcat.max-connections", 20_000);
        // A body over the limit is read on for a while, or the caller would see a reset instead of the 413.
        settings.put("server.tomcat.max-swallow-size", "64MB");
        settings.put("server.error.whitelabel.enabled", false);

        // Filters and notifiers that nobody needs: together they cost a third of the calls a second.
        settings.put("server.servlet.encoding.enabled", false);
        settings.put("spring.mvc.formcontent.filter.enabled", false);
        settings.put("spring.mvc.async.request-timeout", -1);
        settings.put("camel.metrics.enable-exchange-event-notifier", false);
        settings.put("camel.metrics.enable-route-event-notifier", false);
        settings.put("camel.metrics.enable-route-policy", false);
        settings.put("camel.metrics.enable-message-history", false);

        settings.put("camel.main.name", "mehari-edge");
        settings.put("camel.main.jmx-enabled", false);
        settings.put("camel.main.stream-caching-enabled", false);
        settings.put("camel.main.allow-use-original-message", false);
        settings.put("camel.main.load-health-checks", false);
        settings.put("camel.main.routes-include-pattern", "false");
        return settings;
    }
}
