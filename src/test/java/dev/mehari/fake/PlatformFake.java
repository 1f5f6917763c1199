package dev.mehari.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All of OpenAI's platform behind one key: chats, and what {@link Platform} answers. */
public final class PlatformFake extends FakeProvider {
    private final Beside beside;

    private PlatformFake(Beside beside, String key) {
        super(key, "/v1", beside);
        this.beside = beside;
    }

    public static PlatformFake start() {
        return start("sk-fake-platform-key-0001");
    }

    public static PlatformFake start(String key) {
        return new PlatformFake(new Beside(key), key);
    }

    /** What an audio or a file holds. */
    public static byte[] bytes() {
        return Platform.BYTES.clone();
    }

    /** Answers for the next good requests that are not for a chat, in this order. */
    public PlatformFake instead(Answer... answers) {
        beside.instead(answers);
        return this;
    }

    /** What {@code /v1/responses} says to a good request; nothing is there until it is said. */
    public PlatformFake inResponses(Answer answer) {
        beside.inResponses = answer;
        return this;
    }

    /** The vendor of chats, and beside it the rest. */
    private static final class Beside implements Vendor {
        private static final Asked NOTHING = new Asked(1, "", false, false, false, false, true);

        private final OpenAiVendor chats;
        private final String key;
        private final Deque<Answer> instead = new ArrayDeque<>();
        private volatile @Nullable Answer inResponses;

        Beside(String key) {
            this.chats = new OpenAiVendor(key);
            this.key = key;
        }

        void instead(Answer... answers) {
            synchronized (instead) {
                instead.addAll(List.of(answers));
            }
        }

        @Override
        public @Nullable Reply aside(SeenRequest request) {
            Answer response = inResponses;
            if (response != null && request.target().equals("/v1/responses")) {
                chats.checkKey(request, "authorization", "Bearer " + key);
                return response.render(this, NOTHING);
            }
            Reply usual = Platform.answer(chats, key, request);
            if (usual == null) {
                return chats.aside(request);
            }
            synchronized (instead) {
                Answer next = instead.poll();
                return next == null ? usual : next.render(this, NOTHING);
            }
        }

        @Override
        public Asked accept(SeenRequest request, int number) {
            return chats.accept(request, number);
        }

        @Override
        public Reply say(Asked asked, Turn turn) {
            return chats.say(asked, turn);
        }

        @Override
        public Reply fail(Failure failure) {
            return chats.fail(failure);
        }

        @Override
        public Step.Piece failEvent(Asked asked, Failure failure, int before) {
            return chats.failEvent(asked, failure, before);
        }

        @Override
        public List<Step.Piece> terminator(Asked asked) {
            return chats.terminator(asked);
        }

        @Override
        public Headers headers(int number) {
            return chats.headers(number);
        }
    }
}
