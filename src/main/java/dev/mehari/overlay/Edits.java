package dev.mehari.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.OverlayObject;
import dev.mehari.key.Keys;
import dev.mehari.live.AddressRules;
import dev.mehari.live.Changes;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.RefusedChange;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** What admins change: checked together with the files, kept, and live, in one go. Any thread. */
public final class Edits {
    private final Overlays overlays;
    private final OverlayStore store;
    private final GivenCredentials credentials;
    private final Changes changes;
    private final Generations generations;
    private final AddressRules addresses;
    private final Keys keys;
    private final Clock clock;

    public Edits(
            Overlays overlays,
            OverlayStore store,
            Vault vault,
            Changes changes,
            Generations generations,
            AddressRules addresses,
            Keys keys,
            Clock clock) {
        this.overlays = overlays;
        this.store = store;
        this.credentials = new GivenCredentials(vault);
        this.changes = changes;
        this.generations = generations;
        this.addresses = addresses;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param version that what was written has from now on */
    public record Result(Generation generation, long version) {}

    /**
     * Makes some changes, all of them or none.
     *
     * @param author who wants them
     * @throws RefusedChange when they do not go together with the rest
     * @throws Referenced when what is to be deleted is used by others
     * @throws Refusal when they may not be made, or were made for what is not there any more
     */
    public Result apply(String author, List<Draft> drafts) {
        drafts.forEach(this::checkAddress);
        return apply(author, stored -> drafts);
    }

    /**
     * The same for changes that depend on what is there.
     *
     * @param drafts asked when nobody else can change anything
     */
    public Result apply(String author, Function<Stored, List<Draft>> drafts) {
        PendingEdit edit = new PendingEdit(
                author,
                drafts,
                overlays,
                store,
                credentials,
                generations.live().orElseThrow().snapshot(),
                keys,
                clock);
        Generation made = changes.edit(edit);
        return new Result(made, edit.version());
    }

    /** Before anything waits: a name may take seconds to look up. */
    private void checkAddress(Draft draft) {
        JsonNode body = draft.body();
        String host = body == null || draft.kind() != OverlayObject.Kind.UPSTREAMS ? null : Address.host(body);
        if (host != null) {
            String wrong = addresses.whatIsWrong(host);
            if (wrong != null) {
                throw new Refusal(ErrorKind.INVALID_REQUEST, "\"base-url\" " + wrong);
            }
        }
    }
}
