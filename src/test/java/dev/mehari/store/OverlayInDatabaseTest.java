package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.config.OverlayObject;
import dev.mehari.config.OverlayObject.Kind;
import dev.mehari.overlay.AuditEntry;
import dev.mehari.overlay.Commit;
import dev.mehari.overlay.Commit.Write;
import dev.mehari.overlay.Stored;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverlayInDatabaseTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsThereAndWhatWas(Databases kind) {
        try (Database database = kind.open(data)) {
            JdbcOverlayStore store = new JdbcOverlayStore(database);
            assertThat(store.read()).isEqualTo(new Stored(0, List.of(), List.of()));

            Stored.Sealed sealed = new Stored.Sealed("up", "main", "n", "t");
            assertThat(store.commit(0, commit("eve", new Write(Kind.UPSTREAMS, "up", null, "{1}", List.of(sealed)))))
                    .isTrue();
            assertThat(store.commit(0, commit("late", new Write(Kind.MODELS, "m", null, "{}", List.of()))))
                    .as("made for another revision")
                    .isFalse();
            Stored first = store.read();
            assertThat(first.revision()).isEqualTo(1).isEqualTo(store.revision());
            assertThat(first.credentials()).containsExactly(sealed);
            OverlayObject up = first.find(Kind.UPSTREAMS, "up").orElseThrow().object();
            assertThat(up).isEqualTo(new OverlayObject(Kind.UPSTREAMS, "up", 1, "{1}"));

            store.commit(
                    1,
                    commit(
                            "bob",
                            new Write(Kind.UPSTREAMS, "up", up, "{2}", List.of()),
                            new Write(Kind.MODELS, "m", null, "{3}", List.of())));
            Stored.Entry changed = store.read().find(Kind.UPSTREAMS, "up").orElseThrow();
            assertThat(changed.createdBy()).isEqualTo("eve");
            assertThat(changed.updatedBy()).isEqualTo("bob");
            assertThat(changed.object().version()).isEqualTo(2);
            assertThat(store.read().credentials()).isEmpty();

            store.commit(2, commit("bob", new Write(Kind.UPSTREAMS, "up", changed.object(), null, List.of())));
            assertThat(store.read().find(Kind.UPSTREAMS, "up")).isEmpty();
            assertThat(store.audit(10))
                    .extracting(AuditEntry::object, AuditEntry::action, AuditEntry::oldVersion, AuditEntry::newVersion)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("upstreams/up", "delete", 2L, null),
                            org.assertj.core.groups.Tuple.tuple("models/m", "create", null, 2L),
                            org.assertj.core.groups.Tuple.tuple("upstreams/up", "update", 1L, 2L),
                            org.assertj.core.groups.Tuple.tuple("upstreams/up", "create", null, 1L));
        }
    }

    private static Commit commit(String author, Write... writes) {
        return new Commit(Rows.TIME, author, List.of(writes));
    }
}
