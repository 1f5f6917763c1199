package dev.mehari;

import java.io.PrintStream;
import java.util.HashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The gateway as an application of its own. What a host application would not want is set from here and nowhere else. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            DataSourceAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        },
        excludeName = {
            // Another thread and a second dispatch for every call; ours is EdgeEngine.
            "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration",
            "org.apache.camel.component.platform.http.springboot.SpringBootPlatformWebMvcConfiguration"
        })
public class MehariApplication {
    private static final Logger LOG = LoggerFactory.getLogger(MehariApplication.class);

    /** {@code EX_CONFIG} of sysexits: refused for what it was given; starting again will not help. */
    private static final int EXIT_CONFIG = 78;

    @SuppressWarnings("SystemErr") // a start that was refused has no logger to trust
    private static final PrintStream ERR = System.err;

    /**
     * Starts the gateway, or runs a command. A configuration that cannot be used ends the process with 78 and one line per
     * fault.
     *
     * @param args Spring Boot's, or those of a {@link Command}
     */
    public static void main(String[] args) {
        try {
            if (Command.isOne(args)) {
                System.exit(new Command().run(args));
            }
            CarrierWatch.start();
            application(StartEnvironment.home()).run(args);
        } catch (RuntimeException e) {
            String faults = StartFailure.faults(e);
            if (faults == null) {
                throw e;
            }
            ERR.println(Masks.apply(faults));
            System.exit(EXIT_CONFIG);
        }
    }

    /** The application for a home folder: what it was started with is read once, here. */
    static SpringApplication application(Home home) {
        SpringApplication application = new SpringApplication(MehariApplication.class);
        application.setDefaultProperties(ApplicationDefaults.of(home));
        application.addInitializers(context -> {
            addVariables(context.getEnvironment(), home);
            // Before anything is started: nobody should wait seconds to hear of a fault.
            var unused = StartCheck.run(context.getEnvironment(), home);
            context.getBeanFactory().registerSingleton("mehariHome", home);
        });
        application.addListeners(event -> {
            if (event instanceof WebServerInitializedEvent server) {
                LOG.info("listening on port {}", server.getWebServer().getPort());
            }
        });
        return application;
    }

    /** Puts the variables of a home, those of its {@code .env} among them, below the process's own. */
    static void addVariables(ConfigurableEnvironment environment, Home home) {
        environment
                .getPropertySources()
                .addAfter(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        // The suffix makes Spring read SERVER_PORT as server.port, as it does for the process's own.
                        new SystemEnvironmentPropertySource(
                                "dotenv-systemEnvironment", new HashMap<>(home.environment())));
    }
}
