package dev.mehari.live;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.service.ServiceHelper;

/** Where exchanges are that have not come to the end of their routes. */
final class Waiting {
    private Waiting() {}

    /** How many there are in queues, in steps, and in batches that are not full; a batch counts once. */
    static int in(CamelContext context) {
        int waiting = context.getInflightRepository().size();
        for (Endpoint endpoint : context.getEndpoints()) {
            waiting += endpoint instanceof SedaEndpoint seda ? seda.getCurrentQueueSize() : 0;
        }
        for (Route route : context.getRoutes()) {
            for (Service service : route.getServices()) {
                waiting += batches(service);
            }
        }
        return waiting;
    }

    /** What a batch holds is on no queue any more, and its exchanges have ended. */
    private static int batches(Service service) {
        int batches = 0;
        for (Service part : ServiceHelper.getChildServices(service)) {
            if (part instanceof AggregateProcessor batch) {
                batches += batch.getInProgressCompleteExchanges()
                        + batch.getAggregationRepository().getKeys().size();
            }
        }
        return batches;
    }
}
