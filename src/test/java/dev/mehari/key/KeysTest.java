package dev.mehari.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Caller;
import dev.mehari.call.Caller.Role;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final World world = new World();

    @Test
    void knowsTheCallerOfAKey() {
        KeyDraft draft =
                new KeyDraft("ci", "build", List.of("nightly"), Role.PASSTHROUGH, List.of("fast"), "fast", null, false);
        Minted minted = world.keys.create(draft);

        Caller caller = world.keys.verify(minted.value().reveal());

        assertThat(caller)
                .isEqualTo(new Caller(
                        minted.key().id(),
                        "ci",
                        "build",
                        List.of("nightly"),
                        Role.PASSTHROUGH,
                        List.of("fast"),
                        "fast"));
    }

    @Test
    void mintsValuesOf256RandomBitsAndKeepsOnlyTheirHash() {
        Minted one = world.key("one");
        Minted other = world.key("other");

        assertThat(one.value().reveal())
                .matches("pk_[A-Za-z0-9_-]{43}")
                .isNotEqualTo(other.value().reveal());
        assertThat(one.key().id())
                .matches("key_[0-9a-f]{16}")
                .isNotEqualTo(other.key().id());
        assertThat(one.value().reveal()).endsWith(one.key().last4());
        assertThat(one.key().hash())
                .hasSize(64)
                .isEqualTo(world.hash.of(one.value().reveal()));
        assertThat(one.toString() + one.key())
                .doesNotContain(one.value().reveal())
                .doesNotContain(one.key().hash());
    }

    @Test
    void refusesAKeyFromTheMomentItExpires() {
        KeyDraft draft = KeyDraft.named("short");
        Minted minted = world.keys.create(new KeyDraft(
                draft.name(),
                null,
                List.of(),
                Role.INFERENCE,
                List.of(),
                null,
                world.clock.instant().plusSeconds(5),
                false));
        String value = minted.value().reveal();

        world.clock.turn(Duration.ofMillis(4_999));
        assertThat(world.keys.verify(value).name()).isEqualTo("short");
        world.clock.turn(Duration.ofMillis(1));
        assertThat(world.refused(value)).isEqualTo(ErrorKind.KEY_EXPIRED);
    }

    @Test
    void aChangeOnThisNodeHoldsAtOnce() {
        Minted minted = world.key("k");
        world.keys.verify(minted.value().reveal());

        assertThat(world.keys.change(minted.key(), disabled(minted.key()))).isTrue();

        assertThat(world.refused(minted.value().reveal())).isEqualTo(ErrorKind.KEY_DISABLED);
    }

    @Test
    void aChangeOfAnOldVersionIsNotStored() {
        Minted minted = world.key("k");
        assertThat(world.keys.change(minted.key(), KeyDraft.named("first"))).isTrue();

        assertThat(world.keys.change(minted.key(), KeyDraft.named("second"))).isFalse();

        assertThat(world.keys.find(minted.key().id()).orElseThrow())
                .returns("first", VirtualKey::name)
                .returns(1L, VirtualKey::version);
    }

    @Test
    void saysHowToSendAKeyWhenNoneWasSent() {
        for (String none : new String[] {null, "", "  "}) {
            assertThat(world.refusal(none))
                    .returns(ErrorKind.INVALID_API_KEY, Refusal::kind)
                    .hasMessageContaining("Authorization: Bearer");
        }
        assertThat(world.store.reads).hasValue(0);
    }

    @Test
    void theAdminPasswordCannotCallModels() {
        assertThat(world.refusal(World.ADMIN))
                .returns(ErrorKind.ADMIN_CREDENTIAL, Refusal::kind)
                .hasMessageContaining("create a virtual key");
        assertThat(world.admin.matches(World.ADMIN)).isTrue();
        assertThat(world.admin.matches(World.ADMIN + " ")).isFalse();
    }

    @Test
    void aVirtualKeyIsNotTheAdminPassword() {
        assertThat(world.admin.matches(world.key("k").value().reveal())).isFalse();
    }

    @Test
    void aRefusalNeverRepeatsThePresentedValue() {
        assertThat(world.refusal("sk-canary-0123456789")).hasMessageNotContaining("canary");
    }

    @Test
    void readonlyKeysMayNotCallModels() {
        Caller reader = new Caller("key_1", "dashboard", null, List.of(), Role.READONLY, List.of(), null);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> world.keys.mayCallModels(reader));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.ROLE_NOT_ALLOWED);
        world.keys.mayCallModels(Keys.OPEN);
    }

    @Test
    void openModeLetsInAnyKeyAndStillKnowsItsOwn() {
        World open = new World(AuthMode.OPEN, new MemoryStore(), World.ADMIN);
        Minted minted = open.key("k");

        assertThat(open.keys.verify(null).keyId()).isEqualTo("open");
        assertThat(open.keys.verify(minted.value().reveal()).keyId())
                .isEqualTo(minted.key().id());
        assertThat(open.keys.verify("any-key").keyId()).isEqualTo("open");
        assertThat(open.refused(World.ADMIN)).isEqualTo(ErrorKind.ADMIN_CREDENTIAL);
    }

    @Test
    void keysThatBeginAlikeAreNotAlike() {
        String head = "pk_same_first_twenty_";
        for (String tail : List.of("a", "b")) {
            world.store.insert(world.mint.keyFor(head + tail.repeat(16), KeyDraft.named(tail)));
        }

        assertThat(world.keys.verify(head + "a".repeat(16)).name()).isEqualTo("a");
        assertThat(world.keys.verify(head + "b".repeat(16)).name()).isEqualTo("b");
        assertThat(world.refused(head)).isEqualTo(ErrorKind.INVALID_API_KEY);
    }

    @Test
    void aHashIsNoKey() {
        assertThat(world.refused(world.key("k").key().hash())).isEqualTo(ErrorKind.INVALID_API_KEY);
    }

    @Test
    void textsOfAKeyAreChecked() {
        assertThatThrownBy(() -> KeyDraft.named(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyDraft.named("a\nb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
        assertThatThrownBy(() -> KeyDraft.named("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
        assertThat(KeyDraft.named("x".repeat(128)).name()).hasSize(128);
        refuses("team", () -> draft("a\nb", List.of(), List.of(), null));
        refuses("tag", () -> draft(null, List.of("fine", "a\nb"), List.of(), null));
        refuses("allowed model", () -> draft(null, List.of(), List.of("fine", "a\nb"), null));
        refuses("default model", () -> draft(null, List.of(), List.of(), "a\nb"));
    }

    private static void refuses(String what, ThrowingCallable made) {
        assertThatThrownBy(made)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the " + what + " of a virtual key");
    }

    private static KeyDraft draft(
            @Nullable String team, List<String> tags, List<String> allowedModels, @Nullable String defaultModel) {
        return new KeyDraft("k", team, tags, Role.INFERENCE, allowedModels, defaultModel, null, false);
    }

    @Test
    void aDatabaseThatTakesAnotherHashForThisOneIsNotBelieved() {
        world.key("theirs");
        world.store.alike = (kept, asked) -> true;

        assertThat(world.refused("somebody-elses-key")).isEqualTo(ErrorKind.INVALID_API_KEY);
    }

    static KeyDraft disabled(VirtualKey key) {
        KeyDraft now = key.draft();
        return new KeyDraft(
                now.name(),
                now.team(),
                now.tags(),
                now.role(),
                now.allowedModels(),
                now.defaultModel(),
                now.expiresAt(),
                true);
    }
}
