package dev.mehari;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. What the code in them may do is in {@link CodeRulesTest}. */
@AnalyzeClasses(packages = "dev.mehari", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String WIRING = "dev.mehari";
    private static final String CALL = "dev.mehari.call..";
    private static final String CONFIG = "dev.mehari.config..";
    private static final String PROTOCOL = "dev.mehari.protocol..";
    private static final String STORE = "dev.mehari.store..";
    private static final String EDGE = "dev.mehari.edge..";
    private static final String LIVE = "dev.mehari.live..";
    private static final String ADMIN = "dev.mehari.admin..";
    private static final String NULLNESS = "org.jspecify..";

    @ArchTest
    static final ArchRule CALL_KNOWS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage(CALL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CALL, "java..", NULLNESS)
            .because("everything speaks in the words of call, so they must not drag anything along");

    @ArchTest
    static final ArchRule PROTOCOL_KNOWS_CALLS_AND_JSON = classes()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(PROTOCOL, CALL, "com.fasterxml.jackson..", "java..", NULLNESS)
            .because("a wire format is bytes in and bytes out: it is tested without a server, a context or a database");

    @ArchTest
    static final ArchRule PROTOCOL_DOES_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "java.net.http..", "java.nio.file..", "java.nio.channels..")
            .because("these come with the JDK, and are HTTP, SQL and files all the same");

    @ArchTest
    static final ArchRule PROTOCOLS_DO_NOT_KNOW_EACH_OTHER = slices().matching("dev.mehari.protocol.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("dev.mehari.protocol.sse.."))
            .ignoreDependency(alwaysTrue(), resideInAPackage("dev.mehari.protocol.chat.."))
            .ignoreDependency(alwaysTrue(), resideInAPackage("dev.mehari.protocol.embedding.."))
            .ignoreDependency(
                    resideInAnyPackage("dev.mehari.protocol.openai..", "dev.mehari.protocol.responses.."),
                    resideInAPackage("dev.mehari.protocol.openaicommon.."))
            .because(
                    "a change of one vendor's format must not be able to break another's; what is shared is the framing of"
                            + " events and the languages of chats and of vectors, and by the two protocols of one vendor"
                            + " what it means by both");

    /** Several rules of one shape: each feature has its own packages that it may know. */
    @ArchTest
    static void featuresDoNotKnowEachOther(JavaClasses all) {
        for (String feature : new String[] {"key", "model", "quota", "cache", "guard", "usage", "health"}) {
            String own = "dev.mehari." + feature + "..";
            classes()
                    .that()
                    .resideInAPackage(own)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            own,
                            CALL,
                            CONFIG,
                            "java..",
                            "javax.crypto..",
                            NULLNESS,
                            "com.github.benmanes.caffeine..",
                            "com.google.re2j..",
                            "org.slf4j..")
                    .because("routes put features together in any order, so no feature may count on another;"
                            + " what it needs from outside is a port of its own")
                    // Some of these features are still to come; the rule waits for them.
                    .allowEmptyShould(true)
                    .check(all);
        }
    }

    @ArchTest
    static final ArchRule CONFIG_KNOWS_CALLS_AND_YAML = classes()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CONFIG, CALL, "java..", NULLNESS, "org.yaml.snakeyaml..", "com.google.re2j..")
            .because("a snapshot is read and checked without anything running; an expression is made where its line is"
                    + " known");

    @ArchTest
    static final ArchRule ONLY_THE_WIRING_KNOWS_THE_STORE = classes()
            .that()
            .resideInAPackage(STORE)
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage(STORE, WIRING)
            .because("features speak to their ports; which database stands behind them is nobody else's business");

    @ArchTest
    static final ArchRule STORE_IMPLEMENTS_PORTS = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EDGE, LIVE, ADMIN, PROTOCOL, "dev.mehari.upstream..", "dev.mehari.model..", WIRING)
            .because("the store implements the ports of features and knows nothing of calls on their way");

    @ArchTest
    static final ArchRule CAMEL_STAYS_AT_ITS_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages(EDGE, LIVE, WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("a step is plain Java that YAML calls by name; its Camel adapter lives in edge or live");

    @ArchTest
    static final ArchRule HTTP_CLIENT_STAYS_AT_ITS_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages(LIVE, ADMIN, WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..", "java.net.http..")
            .because("the way to an upstream is one adapter; admin only reads the figures of its pools");

    @ArchTest
    static final ArchRule SPRING_WEB_STAYS_AT_ITS_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages(EDGE, ADMIN, WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.web..",
                    "org.springframework.http..",
                    "org.springframework.security..",
                    "org.springframework.boot.web..",
                    "jakarta.servlet..")
            .because("HTTP comes in at the edge and at the admin side, and nowhere else");

    @ArchTest
    static final ArchRule SPRING_STAYS_AT_ITS_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages(EDGE, ADMIN, STORE, WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("beans are made in the wiring; store uses Spring's JDBC");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_WIRING = noClasses()
            .that()
            .resideOutsideOfPackage(WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WIRING)
            .because("the wiring knows everybody, so knowing it would be knowing everybody");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.mehari.(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages in a cycle are one package that is hard to find");

    @ArchTest
    static final ArchRule NO_CYCLES_BELOW = slices().matching("dev.mehari.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("dev.mehari.protocol"), resideInAPackage("dev.mehari.protocol.chat"))
            .ignoreDependency(
                    resideInAPackage("dev.mehari.protocol"), resideInAPackage("dev.mehari.protocol.embedding"))
            .because(
                    "that holds for a package and those below it too; only the languages of chats and of vectors belong to"
                            + " the protocols as they belong to it");
}
