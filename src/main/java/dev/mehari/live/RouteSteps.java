package dev.mehari.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;

/** The steps of a route, those inside of others among them, and the branches of a choice. */
final class RouteSteps {
    private RouteSteps() {}

    /** In the order of the file; to Camel a branch is no step, and it lists only what stands in one. */
    static List<OptionalIdentifiedDefinition<?>> of(RouteDefinition route) {
        Set<OptionalIdentifiedDefinition<?>> steps = new LinkedHashSet<>();
        route.getOutputs().forEach(step -> add(step, steps));
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)
                .forEach(steps::add);
        return List.copyOf(steps);
    }

    private static void add(ProcessorDefinition<?> step, Set<OptionalIdentifiedDefinition<?>> steps) {
        steps.add(step);
        if (step instanceof ChoiceDefinition choice) {
            for (WhenDefinition when : choice.getWhenClauses()) {
                steps.add(when);
                when.getOutputs().forEach(inner -> add(inner, steps));
            }
            if (choice.getOtherwise() != null) {
                choice.getOtherwise().getOutputs().forEach(inner -> add(inner, steps));
            }
        } else {
            step.getOutputs().forEach(inner -> add(inner, steps));
        }
    }
}
