package dev.mehari.protocol.openaicommon;

import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.History;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation begins.
 *
 * @param said what the operator says before anybody else
 * @param rest all turns behind that, results of tools right behind their calls
 */
public record Opening(List<Content> said, List<Turn> rest) {
    /**
     * @param told what the model has to be told besides, null for nothing
     * @throws dev.mehari.call.Refusal as {@link History#settled}
     */
    public static Opening of(List<Turn> turns, @Nullable String told) {
        List<Turn> settled = History.settled(turns);
        List<Content> said = new ArrayList<>();
        int from = 0;
        while (from < settled.size() && settled.get(from).role() == Role.SYSTEM) {
            said.addAll(settled.get(from++).parts());
        }
        if (told != null) {
            said.add(new Content.Text(told, null, ""));
        }
        return new Opening(said, settled.subList(from, settled.size()));
    }

    /**
     * Texts of the operator as one, a blank line between them.
     *
     * @param whole whether a text must stay a part of its own, for the mark that it has
     * @return null where they are no plain texts
     */
    public static @Nullable String joined(List<Content> said, Predicate<Content.Text> whole, Losses losses) {
        List<String> texts = new ArrayList<>();
        for (Content part : said) {
            if (!(part instanceof Content.Text text) || whole.test(text)) {
                return null;
            }
            if (!text.text().isEmpty()) {
                texts.add(text.text());
            }
        }
        said.stream().map(Content::cache).filter(cache -> cache != null).forEach(cache -> losses.dropped(cache.at()));
        return String.join("\n\n", texts);
    }
}
