package dev.mehari;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.mehari.config.Secret;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What code of ours never does, wherever it stands. */
@AnalyzeClasses(packages = "dev.mehari", importOptions = ImportOption.DoNotIncludeTests.class)
final class CodeRulesTest {
    @ArchTest
    static final ArchRule NO_SLEEP = noClasses()
            .should(callMethodWhere(call(
                    "a sleep",
                    c -> c.getName().equals("sleep")
                            && (owner(c, Thread.class)
                                    || c.getTargetOwner().isAssignableTo(Thread.class)
                                    || owner(c, TimeUnit.class)))))
            .because("what sleeps cannot be stopped, and a test of it is slow or flaky: wait for the thing itself");

    @Test
    void noTestSleepsEither() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("dev.mehari");
        NO_SLEEP.check(tests);
    }

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = noClasses()
            .that()
            .doNotBelongToAnyOf(
                    // Shows the first key and password once, and never to a log.
                    Announcement.class,
                    // Its result is for who called it.
                    Command.class,
                    // Say why there is no start, before or instead of logging. The launcher runs on a Java too old for
                    // it.
                    Launcher.class,
                    MehariApplication.class)
            .should(ACCESS_STANDARD_STREAMS)
            .because("what is printed past the logger passes no mask and cannot be turned off");

    @ArchTest
    static final ArchRule THE_CLOCK_IS_INJECTED = noClasses()
            .that()
            .doNotBelongToAnyOf(MehariAutoConfiguration.class)
            .should(callMethodWhere(call("the time of day without a clock", CodeRulesTest::readsTheTime)))
            .because("expiry, cooldown and prices by date are tested by turning a clock, which only a bean can be");

    @ArchTest
    static final ArchRule NO_MILLIS_OF_THE_SYSTEM = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(java.util.Date.class)
            .because("it is neither the injected clock nor fit to measure with; System.nanoTime measures");

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base)")
            .because("such a name says where code was put, not what it is");

    @ArchTest
    static final ArchRule NO_OTHER_PROGRAMS = noClasses()
            .should(callMethodWhere(
                    call("another program", c -> c.getName().equals("exec") && owner(c, Runtime.class))))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("javax.script..")
            .because("a gateway that holds every key of a company starts no program and evaluates no text of others");

    @ArchTest
    static final ArchRule SECRETS_DO_NOT_COMPARE = noClasses()
            .should(callMethodWhere(
                    call("equals of a secret", c -> c.getName().equals("equals") && owner(c, Secret.class))))
            .because("equals tells by its time how much of a secret was guessed: compare hashes by"
                    + " MessageDigest.isEqual");

    @ArchTest
    static final ArchRule SECRETS_HAVE_NO_EQUALS = classes()
            .that()
            .belongToAnyOf(Secret.class)
            .should(new com.tngtech.archunit.lang.ArchCondition<>("leave equals and hashCode alone") {
                @Override
                public void check(JavaClass item, com.tngtech.archunit.lang.ConditionEvents events) {
                    item.getMethods().stream()
                            .filter(m ->
                                    m.getName().equals("equals") || m.getName().equals("hashCode"))
                            .forEach(m -> events.add(
                                    com.tngtech.archunit.lang.SimpleConditionEvent.violated(m, m.getFullName())));
                }
            })
            .because("maps and records would compare secrets without anybody having asked for it");

    @ArchTest
    static final ArchRule WHAT_A_SECRET_OPENS_IS_NOT_COMPARED = noCodeUnits()
            .that(opens())
            .should(compare())
            .because("the secret's text in an ordinary comparison is the same leak by another way");

    private static boolean readsTheTime(JavaMethodCall call) {
        Set<String> names = Set.of("systemUTC", "systemDefaultZone", "system");
        if (owner(call, Clock.class)) {
            return names.contains(call.getName());
        }
        return call.getTargetOwner().getPackageName().equals("java.time")
                && call.getName().equals("now")
                && call.getTarget().getRawParameterTypes().stream().noneMatch(t -> t.isEquivalentTo(Clock.class));
    }

    private static DescribedPredicate<JavaCodeUnit> opens() {
        return DescribedPredicate.describe(
                "open a secret",
                unit -> unit.getMethodCallsFromSelf().stream()
                        .anyMatch(c -> c.getName().equals("reveal") && owner(c, Secret.class)));
    }

    private static com.tngtech.archunit.lang.ArchCondition<JavaCodeUnit> compare() {
        return new com.tngtech.archunit.lang.ArchCondition<>("compare texts or bytes") {
            @Override
            public void check(JavaCodeUnit unit, com.tngtech.archunit.lang.ConditionEvents events) {
                unit.getMethodCallsFromSelf().stream()
                        .filter(c -> Set.of("equals", "equalsIgnoreCase", "contentEquals", "compareTo")
                                        .contains(c.getName())
                                && (owner(c, String.class)
                                        || owner(c, java.util.Arrays.class)
                                        || owner(c, java.util.Objects.class)))
                        .forEach(c -> events.add(
                                com.tngtech.archunit.lang.SimpleConditionEvent.satisfied(c, c.getDescription())));
            }
        };
    }

    private static boolean owner(JavaMethodCall call, Class<?> type) {
        return call.getTargetOwner().isEquivalentTo(type);
    }

    private static DescribedPredicate<JavaMethodCall> call(String what, Predicate<JavaMethodCall> test) {
        return DescribedPredicate.describe(what, test);
    }
}
