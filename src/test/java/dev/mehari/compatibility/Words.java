package dev.mehari.compatibility;

/** What the page says in words. */
final class Words {
    private Words() {}

    static final String HEAD = """
            # Compatibility

            What becomes of each thing that a caller asks for, and that a model answers, on the way between two protocols. This page is
            written by `make compatibility`: it asks the gateway's own codecs, with a request or a reply for each line, whole and
            streamed: a cell says what becomes of it in the worse of both. A test fails when the page and the code differ, and when
            something disappears without being named.

            | word | means |
            |---|---|
            | as it is | both sides speak the same protocol: the bytes pass |
            | exact | said in the other protocol's own words |
            | emulated | said by other means, or elsewhere; named |
            | lossy | left out, brought into a range, or said by what comes next to it; named |
            | refused | leaving it out would change what is meant: the call is answered with an error that says where, or goes to the next target |
            | – | the caller's protocol has no words for it |

            Named means: in the header `x-mehari-loss`, in the metric `mehari_losses_total` and in the row of the call. With
            `on-loss: refuse` an alias refuses all that is named. What a model takes depends on the model: the upstreams below are
            asked for one of the shipped [table](../src/main/resources/mehari/capabilities.yaml) each, Anthropic for a newer and an
            older one, and Z.AI stands for those who imitate OpenAI.

            The prompt of a completion becomes the one turn of a chat (`prompt:emulated`, which is not said again in each line). Where
            an upstream has completions of its own (`completions` in its `quirks`) the bytes pass.

            """;

    static final String ANSWERS = """

            ## What models answer

            Whole and streamed.
            """;

    static final String ENDS = """

            ## Why an answer ended

            "An error" is one in the caller's own protocol, which the next target of an alias may answer in its place.
            """;

    static final String CASES = """

            ## Golden cases

            Each is a request, what the upstream must get, what it answers and what the caller must get, checked in process and over
            HTTP against the packaged jar.

            """;

    static final String VECTORS = """

            ## Vectors

            Golden cases of embeddings. Vectors become numbers or base64 as the caller asks, digit by digit.

            """;

    static final String ABSENT = """

            ## What is absent

            | what | instead |
            |---|---|
            | Amazon Bedrock and Google Vertex AI, whose requests are signed by an account's own credentials | none; their models at Anthropic and at Gemini's API |
            | WebSocket connections, OpenAI's realtime API among them | none; an upgrade is refused |
            | audio in real time (OpenAI's realtime sessions, Gemini's Live API) | sound as a part of a message, where a protocol has it |
            | batches, files and stores of vectors across vendors | none: they live at one vendor |
            | conversations that a vendor keeps (`previous_response_id`, `conversation`), at an upstream of another protocol | the whole conversation in each call |
            """;
}
