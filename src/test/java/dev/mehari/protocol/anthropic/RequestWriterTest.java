package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("a messages request is written")
class RequestWriterTest {
    private static final Capabilities MID = Chats.model(true, Set.of(), Set.of(), true);
    private static final Capabilities PLAIN = Chats.model(true, Set.of(), Set.of(), false);

    private static String messages(Chats.Sent sent) {
        StringBuilder out = new StringBuilder();
        for (JsonNode message : sent.body().path("messages")) {
            out.append(message.path("role").asText().charAt(0));
            for (JsonNode block : message.path("content")) {
                out.append(' ')
                        .append(
                                block.has("text")
                                        ? block.path("text").asText()
                                        : block.path("type").asText());
            }
            out.append('|');
        }
        return out.toString();
    }

    private static List<String> system(Chats.Sent sent) {
        return sent.body().path("system").findValuesAsText("text");
    }

    /** {@code "u:a u:b s:c m:d"}: turns with their roles. */
    private static List<Turn> talk(String text) {
        return Stream.of(text.split(" ", -1))
                .map(word -> new Turn(
                        switch (word.charAt(0)) {
                            case 'u' -> Role.USER;
                            case 'm' -> Role.ASSISTANT;
                            default -> Role.SYSTEM;
                        },
                        List.of(Chats.text(word.substring(2))),
                        word.substring(2)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                // What was said;          where the model knows system messages;  its system;  losses
                "s:a s:b u:c;              u c|;                                   a,b;         -",
                "s:a u:b m:c s:d u:e;      u b|a c|u e|s d|;                       a;           d:moved",
                "u:a s:b m:c u:d;          u a|s b|a c|u d|;                       -;           -",
                "u:a s:b s:c;              u a|s b c|;                             -;           -",
                "u:a s:b u:c;              u a c|s b|;                             -;           b:moved",
                "u:a m:b s:c m:d;          u a|a b d|;                             c;           c:moved",
                "s:a s:b;                  u b|;                                   a;           b:moved",
                "m:a u:b;                  u .|a a|u b|;                           -;           a:emulated",
                "u:a u:b m:c m:d;          u a b|a c d|;                           -;           -",
            })
    @DisplayName("fault 1.23: system messages in mid-conversation stay where the model takes them")
    void systemStays(String said, String messages, String system, String losses) {
        Chats.Sent sent = Chats.write(Chats.asked(talk(said).toArray(Turn[]::new)), MID);
        assertThat(messages(sent)).isEqualTo(messages);
        assertThat(system(sent)).containsExactly(words(system));
        assertThat(sent.losses()).containsExactly(words(losses));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "s:a u:b m:c s:d u:e;      u b|a c|u e|;   a,d;   d:moved",
                "u:a s:b u:c m:d;          u a c|a d|;     b;     b:moved",
                "u:a m:b s:c;              u a|a b|;       c;     c:moved",
            })
    @DisplayName("fault 1.23: and go to the front where it does not")
    void systemMoves(String said, String messages, String system, String losses) {
        Chats.Sent sent = Chats.write(Chats.asked(talk(said).toArray(Turn[]::new)), PLAIN);
        assertThat(messages(sent)).isEqualTo(messages);
        assertThat(system(sent)).containsExactly(words(system));
        assertThat(sent.losses()).containsExactly(words(losses));
    }

    @Test
    @DisplayName("fault 1.23: or are the user's, where that is asked for")
    void systemAsUser() {
        Turn[] talk = talk("s:a u:b m:c s:d u:e").toArray(Turn[]::new);
        Chats.Sent sent = Chats.write(Chats.asked(talk), PLAIN, Quirk.SYSTEM_FIRST);
        assertThat(messages(sent)).isEqualTo("u b|a c|u e d|");
        assertThat(system(sent)).containsExactly("a");
        assertThat(sent.losses()).containsExactly("d:approximated");
        assertThat(messages(Chats.write(Chats.asked(talk), MID, Quirk.SYSTEM_FIRST)))
                .isEqualTo(messages(Chats.write(Chats.asked(talk), MID)));
    }

    private static String[] words(String list) {
        return list == null ? new String[0] : list.split(",", -1);
    }

    @Test
    @DisplayName("fault 1.20: blocks of nothing but white space are left out, everywhere")
    void empty() {
        Chats.Sent sent = Chats.write(
                Chats.asked(
                        Chats.system("s", Chats.text(" \n")),
                        Chats.user(Chats.text("Hi"), Chats.text("")),
                        Chats.model(Chats.text(""), Chats.call("t", "f", "")),
                        Chats.user(Chats.result("t", Chats.text(" "))),
                        Chats.model(Chats.text("")),
                        Chats.user(Chats.text("So?"))),
                PLAIN);
        assertThat(Tree.text(sent.body().path("messages")))
                .isEqualTo("[{'role':'user','content':[{'type':'text','text':'Hi'}]},".replace('\'', '"')
                        + "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},"
                                .replace('\'', '"')
                        + ("{'role':'user','content':[{'type':'tool_result','tool_use_id':'t'},"
                                        + "{'type':'text','text':'So?'}]}]")
                                .replace('\'', '"'));
        assertThat(sent.body().has("system")).isFalse();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.write(Chats.asked(Chats.user(Chats.text(" "))), PLAIN))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    @Test
    @DisplayName("fault 1.21: results of tools stand first, in one turn, behind their calls")
    void results() {
        Chats.Sent sent = Chats.write(
                Chats.asked(
                        Chats.user(Chats.text("Hi")),
                        Chats.model(Chats.call("A", "f", "{}"), Chats.call("B", "f", "{}")),
                        Chats.user(Chats.result("B", Chats.text("b")), Chats.text("and")),
                        Chats.user(Chats.result("A", Chats.text("a")))),
                PLAIN);
        assertThat(sent.body().at("/messages/2/content").findValuesAsText("tool_use_id"))
                .containsExactly("A", "B");
        assertThat(messages(sent)).endsWith("u tool_result tool_result and|");
    }

    @Test
    @DisplayName("fault 1.12: arguments that are empty, or none, are an empty object")
    void arguments() {
        Chats.Sent sent = Chats.write(
                Chats.asked(
                        Chats.user(Chats.text("Hi")),
                        Chats.model(
                                Chats.call("a", "f", ""),
                                Chats.call("b", "f", "{\"n\":1.0,\"big\":12345678901234567890}"),
                                Chats.call("c", "f", "{\"cut"),
                                Chats.call("d d", "f", "[1]"))),
                PLAIN);
        JsonNode calls = sent.body().at("/messages/1/content");
        assertThat(calls)
                .extracting(call -> Tree.text(call.path("input")))
                .containsExactly("{}", "{\"n\":1.0,\"big\":12345678901234567890}", "{}", "{}");
        assertThat(sent.losses()).containsExactly("c:approximated", "tools:emulated");
        assertThat(calls.path(3).path("id").asText()).matches("call_[0-9a-f]{32}");
        assertThat(CallIds.fit("d d")).isEqualTo(calls.path(3).path("id").asText());
    }

    @Test
    @DisplayName("fault 1.16: only thinking that Anthropic signed is sent back, as it came")
    void thinking() {
        Content.Thinking own = new Content.Thinking("", Chats.signed("", "S=="), "own");
        Chats.Sent sent = Chats.write(
                Chats.asked(
                        Chats.user(Chats.text("Hi")),
                        Chats.model(
                                own,
                                new Content.Thinking("x", null, "none"),
                                new Content.Thinking("y", Chats.gemini("g"), "foreign"),
                                new Content.Thinking("z", Chats.signed("z", ""), "unsigned"),
                                Chats.text("ok")),
                        Chats.user(Chats.text("So?"))),
                PLAIN);
        assertThat(Tree.text(sent.body().at("/messages/1/content")))
                .isEqualTo(
                        "[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"S==\"},{\"type\":\"text\",\"text\":\"ok\"}]");
        assertThat(sent.losses()).containsExactly("none:dropped", "foreign:dropped", "unsigned:dropped");
    }

    @Test
    @DisplayName("thinking that travelled with a call of a tool goes in front, once")
    void thinkingOfCalls() {
        Content.ToolCall call = new Content.ToolCall("t", "f", "{}", false, Chats.signed("Why.", "S"), null, "c");
        Chats.Sent sent = Chats.write(
                Chats.asked(
                        Chats.user(Chats.text("Hi")),
                        Chats.model(new Content.Thinking("Why.", null, "summary"), Chats.text("So:"), call, call)),
                PLAIN);
        assertThat(messages(sent)).isEqualTo("u Hi|a thinking So: tool_use tool_use|");
        assertThat(sent.losses()).containsExactly("tools:emulated");
    }

    static Stream<Content> unseen() {
        Media.Inline odd = new Media.Inline("image/tiff", "AA");
        return Stream.of(
                new Content.Image(odd, null, null, "p"),
                new Content.Image(new Media.Stored("f"), null, null, "p"),
                new Content.Image(new Media.Plain("x"), null, null, "p"),
                new Content.Document(odd, null, null, "p"),
                new Content.Document(new Media.Inline("text/plain", "/w=="), null, null, "p"),
                new Content.Document(new Media.Stored("f"), null, null, "p"),
                new Content.Document(new Media.Remote("text/html", "u"), null, null, "p"),
                new Content.Audio(odd, "p"),
                new Content.Video(odd, "p"));
    }

    @ParameterizedTest
    @MethodSource("unseen")
    @DisplayName("fault 1.22: what Anthropic cannot look at is refused by name, alone and in results of tools")
    void refusesMedia(Content part) {
        Turn call = Chats.model(Chats.call("t", "f", "{}"));
        for (Turn[] turns : List.of(
                new Turn[] {Chats.user(part)},
                new Turn[] {Chats.user(Chats.text("Hi")), call, Chats.user(Chats.result("t", part))})) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> Chats.write(Chats.asked(turns), PLAIN))
                    .satisfies(r -> assertThat(r.kind()).isEqualTo(ErrorKind.UNSUPPORTED_CONTENT))
                    .satisfies(r -> assertThat(r.param()).isEqualTo("p"));
        }
    }

    @Test
    void media() {
        Chats.Sent sent = Chats.write(
                Chats.asked(Chats.user(
                        new Content.Image(new Media.Inline("image/jpg", "AA"), new Given<>("low", "d"), null, "p"),
                        new Content.Image(new Media.Remote("", "u"), new Given<>("auto", "d2"), null, "p"),
                        new Content.Document(new Media.Inline("text/csv", "YSxi"), "n", null, "p"),
                        new Content.Document(new Media.Plain("x"), null, null, "p"),
                        new Content.Document(new Media.Remote("", "u"), null, null, "p"))),
                PLAIN);
        assertThat(sent.body().at("/messages/0/content"))
                .isEqualTo(
                        Chats.json("[{'type':'image','source':{'type':'base64','media_type':'image/jpeg','data':'AA'}},"
                                + "{'type':'image','source':{'type':'url','url':'u'}},"
                                + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'a,b'},'title':'n'},"
                                + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'x'}},"
                                + "{'type':'document','source':{'type':'url','url':'u'}}]"));
        assertThat(sent.losses()).containsExactly("d:dropped");
    }

    @Test
    void foreignBlocks() {
        JsonNode raw = Chats.json("{'type':'container_upload','x':1.0}");
        Content own = new Content.Foreign(Protocol.ANTHROPIC_MESSAGES, "container_upload", raw, "own");
        Content other = new Content.Foreign(Protocol.GEMINI, "executableCode", raw, "other");
        Chats.Sent sent = Chats.write(
                Chats.asked(Chats.user(Chats.text("Hi"), own), Chats.model(other, Chats.text("Done."))), PLAIN);
        assertThat(sent.body().at("/messages/0/content/1")).isEqualTo(raw);
        assertThat(sent.body().at("/messages/1/content")).hasSize(1);
        assertThat(sent.losses()).containsExactly("other:dropped");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.write(Chats.asked(Chats.user(other)), PLAIN))
                .returns("other", Refusal::param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                // Setting;          of a model that samples;            losses;                      of one that does
                // not
                "TEMPERATURE=0.50;                  'temperature':0.50;   -;                              temperature:dropped",
                "TEMPERATURE=1.6;                   'temperature':1;      temperature:clamped;            temperature:dropped",
                "TEMPERATURE=1;                     'temperature':1;      -;                              -",
                "TOP_P=0.9;                         'top_p':0.9;          -;                              top_p:dropped",
                "TEMPERATURE=0.5,TOP_P=0.9;         'temperature':0.5;    top_p:dropped;                  temperature:dropped+top_p:dropped",
                "TEMPERATURE=0.5,TOP_P=1;           'temperature':0.5;    -;                              temperature:dropped",
                "TOP_K=4;                           'top_k':4;            -;                              top_k:dropped",
                "USER='u';                          'metadata':{'user_id':'u'}; -;                        -",
                "SERVICE_TIER='auto';               'service_tier':'auto'; -;                             -",
                "SERVICE_TIER='priority';           'service_tier':'auto'; -;                             -",
                "SERVICE_TIER='flex';               'service_tier':'standard_only'; service_tier:approximated; service_tier:approximated",
                "SERVICE_TIER='scale';              -;                    service_tier:dropped;           service_tier:dropped",
                "N=1;                               -;                    -;                              -",
                "STORE=false;                       -;                    -;                              -",
                "STORE=true;                        -;                    store:dropped;                  store:dropped",
                "LOGPROBS=false;                    -;                    -;                              -",
                "METADATA={};                       -;                    -;                              -",
                "SEED=7;                            -;                    seed:dropped;                   seed:dropped",
                "VERBOSITY='low';                   -;                    verbosity:dropped;              verbosity:dropped",
                "MODALITIES=['text'];               -;                    -;                              -",
                "MAX_TOKENS=9;                      'max_tokens':9;       -;                              -",
            })
    void settings(String set, String sent, String losses, String unsampled) {
        Map<Option, String> options = new EnumMap<>(Option.class);
        for (String one : set.split(",(?=[A-Z])", -1)) {
            String[] parts = one.split("=", 2);
            options.put(Option.valueOf(parts[0]), parts[1]);
        }
        Chats.Sent classic = Chats.write(Chats.asked(options), PLAIN);
        String all = Tree.text(classic.body()).replace('"', '\'');
        assertThat(all).contains(sent == null ? "'messages'" : sent);
        assertThat(classic.body()).hasSize(sent == null || sent.contains("max_tokens") ? 3 : 4);
        assertThat(classic.losses()).containsExactly(plus(losses));
        assertThat(Chats.write(Chats.asked(options), Chats.NEW).losses()).containsExactlyInAnyOrder(plus(unsampled));
    }

    private static String[] plus(String list) {
        return list == null ? new String[0] : list.split("\\+", -1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"N,2", "MODALITIES,['text';'audio']", "MAX_TOKENS,0"})
    void refusesSettings(Option option, String value) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.write(Chats.asked(Map.of(option, value.replace(';', ','))), PLAIN))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(ErrorKind.UNSUPPORTED_VALUE))
                .satisfies(r -> assertThat(r.param()).isEqualTo(option.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void stops() {
        Chats.Sent sent = Chats.write(
                "{'messages':[{'role':'user','content':'Hi'}],'stop_sequences':['END','\\n\\n','']}", PLAIN);
        assertThat(sent.body().path("stop_sequences")).isEqualTo(Chats.json("['END']"));
        assertThat(sent.losses()).containsExactly("stop_sequences[1]:dropped", "stop_sequences[2]:dropped");
    }

    @Test
    void prefill() {
        Turn[] turns = {Chats.user(Chats.text("Hi")), Chats.model(Chats.text("The answer is \n"))};
        assertThat(messages(Chats.write(Chats.asked(turns), PLAIN))).isEqualTo("u Hi|a The answer is|");
        Capabilities refusing = new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, false, 0, 0);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.write(Chats.asked(turns), refusing))
                .satisfies(r -> assertThat(r.param()).isEqualTo("a"));
    }

    @Test
    @DisplayName("fault 1.5: the same request is the same bytes")
    void deterministic() {
        String request =
                "{'messages':[{'role':'user','content':'Hi'}],'tools':[{'name':'b'},{'name':'a'}],'max_tokens':5}";
        byte[] first = Tree.bytes(Chats.write(request, PLAIN).body());
        for (int i = 0; i < 200; i++) {
            assertThat(Tree.bytes(Chats.write(request, PLAIN).body())).isEqualTo(first);
        }
    }
}
