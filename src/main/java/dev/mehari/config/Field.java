package dev.mehari.config;

import java.time.ZoneId;

/** What of a call a condition looks at. */
public sealed interface Field {
    /** What can be compared with it. */
    enum Kind {
        TEXT,
        FLAG,
        NUMBER,
        /** Words: they contain one, or one of several. */
        LIST,
        /** {@code "22:30"}. */
        TIME_OF_DAY,
        /** {@code mon} to {@code sun}. */
        DAY,
        /** {@code 2026-12-24}. */
        DATE,
        /** Text always; more and less by the number that it is, if it is one. */
        HEADER,
        /** Whatever stands in the request. */
        ANY
    }

    Kind kind();

    /** What is known of a call before anything is looked up. */
    enum Fact implements Field {
        MODEL("model", Kind.TEXT),
        ALIAS("alias", Kind.TEXT),
        ENDPOINT("endpoint", Kind.TEXT),
        PROTOCOL("protocol", Kind.TEXT),
        STREAM("stream", Kind.FLAG),
        KEY_ID("key.id", Kind.TEXT),
        KEY_NAME("key.name", Kind.TEXT),
        KEY_ROLE("key.role", Kind.TEXT),
        KEY_TAGS("key.tags", Kind.LIST),
        TEAM_NAME("team.name", Kind.TEXT),
        TAGS("tags", Kind.LIST),
        INPUT_TOKENS("token_usage.input_tokens", Kind.NUMBER);

        private final String id;
        private final Kind kind;

        Fact(String id, Kind kind) {
            this.id = id;
            this.kind = kind;
        }

        /** Its name in files. */
        public String id() {
            return id;
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }

    /** @param name in lower case */
    record Header(String name) implements Field {
        @Override
        public Kind kind() {
            return Kind.HEADER;
        }
    }

    /** @param path below the request's body, as {@code messages[0].role} */
    record Body(String path) implements Field {
        @Override
        public Kind kind() {
            return Kind.ANY;
        }
    }

    /** The clock of a place: {@link Kind#TIME_OF_DAY}, {@link Kind#DAY} or {@link Kind#DATE}. */
    record Time(Kind kind, ZoneId zone) implements Field {}
}
