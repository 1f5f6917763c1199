package dev.mehari.it.faults;

import dev.mehari.it.GatewaySetup;
import org.jspecify.annotations.Nullable;

/** A gateway with all steps of an answer and a content filter, which concerns the calls with {@code x-watched: yes}. */
final class FilteredRig {
    private static final String STEP = """
            - choice:
                id: for-whom
                when:
                  - id: watched
                    expression:
                      simple:
                        expression: "${body.header('x-watched')} == 'yes'"
                    steps:
                      - bean:
                          id: filter
                          ref: answer
                          method: "filter('direct:house')"
            """.indent(8);
    private static final String ROUTE = """
            - route:
                id: house
                description: Rules of the house.
                errorHandler:
                  noErrorHandler: {}
                from:
                  id: house-in
                  uri: direct:house
                  steps:
                    - choice:
                        id: rules
                        when:
                          - id: ends
                            expression: {simple: {expression: "${body.tool} == 'g'"}}
                            steps:
                              - bean: {id: end, ref: answer, method: "end(${body}, 'no g here')"}
                          - id: refuses
                            expression: {simple: {expression: "${body.text} contains 'secret'"}}
                            steps:
                              - bean: {id: refuse, ref: plan, method: "refuse('not for you')"}
                          - id: fails
                            expression: {simple: {expression: "${body.text} contains 'boom'"}}
                            steps:
                              - throwException: {id: throw, exceptionType: java.lang.IllegalStateException, message: "inside"}
                          - id: changes
                            expression: {simple: {expression: "${body.text} contains 'Falcon'"}}
                            steps:
                              - setBody:
                                  id: change
                                  expression: {simple: {expression: "${body.text.replace('Falcon', 'Heron')}"}}
            """;

    private static @Nullable Rig shared;

    private FilteredRig() {}

    /** Of this JVM; ends with it. */
    static synchronized Rig shared() {
        Rig rig = shared;
        if (rig == null) {
            rig = Rig.with(FilteredRig::filtered);
            shared = rig;
        }
        return rig;
    }

    private static GatewaySetup filtered(GatewaySetup setup) {
        String format = "        - bean:\n            id: format";
        return setup.file("routes/house.camel.yaml", ROUTE)
                .edit("routes/answer.camel.yaml", text -> text.replace(format, STEP + format));
    }
}
