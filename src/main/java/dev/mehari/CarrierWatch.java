package dev.mehari;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets virtual threads run on when those that cannot leave their carriers hold all of them.
 *
 * <p>A virtual thread that loads or initializes a class keeps its carrier while it waits for a lock (JEP 491). When the
 * thread that holds the lock waits for a carrier, nothing ever runs again. Spring Boot's loader of nested jars gets there
 * with two calls at once on two processors (its issues 51379 and 51463). One more carrier resolves it.
 *
 * <p>For a process that is a gateway alone: the scheduler is the whole JVM's. Needs the management of a JDK of release 24 or
 * newer; an older one keeps what it has.
 */
final class CarrierWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);
    private static final String PARALLELISM = "Parallelism";

    /** So long a virtual thread does not wait for its turn, but in a process that is starved or stands still. */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** Less processor time than this in {@link #LATE}: it stands still. Compilers and collectors may still work. */
    private static final Duration IDLE = Duration.ofMillis(200);

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** More carriers than processors cost time under full load, and memory: as many bodies are read at once. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final int TIMES = 4;
    /** As many as the JDK starts at the most, unless told otherwise. */
    private static final int MOST = 256;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName scheduler;
    private final int usual;
    private int now;
    private long heldAt;

    private CarrierWatch(ObjectName scheduler) throws JMException {
        this.scheduler = scheduler;
        this.usual = (Integer) server.getAttribute(scheduler, PARALLELISM);
        // Also loads all that a change needs: later, the lock of the class loader may be the one that is held.
        set(usual);
    }

    /** Watches from now to the end of the process, on a thread of its own. */
    static void start() {
        try {
            ObjectName scheduler = new ObjectName("jdk.management:type=VirtualThreadScheduler");
            if (ManagementFactory.getPlatformMBeanServer().isRegistered(scheduler)) {
                var unused = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                                .daemon()
                                .name("mehari-carriers")
                                .factory())
                        .scheduleWithFixedDelay(
                                new CarrierWatch(scheduler)::run, 0, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        } catch (JMException e) {
            LOG.warn("carriers of virtual threads are not watched: {}", e.toString());
        }
    }

    private void run() {
        try {
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private void look() throws InterruptedException, JMException {
        CountDownLatch ran = new CountDownLatch(1);
        Thread.ofVirtual().start(ran::countDown);
        int before = now;
        Duration used = processorTime();
        while (!ran.await(LATE.toNanos(), TimeUnit.NANOSECONDS)) {
            Duration total = processorTime();
            // What is only busy would be busier with more: it thrashes, or its heap is full.
            if (total.minus(used).compareTo(IDLE) < 0) {
                more();
                // A thread to run makes the scheduler look for a carrier.
                Thread.ofVirtual().start(ran::countDown);
            }
            used = total;
        }
        if (now > before) {
            LOG.warn("virtual threads stood still: all {} carriers were held; there may be {} for now", before, now);
        } else if (now > usual && System.nanoTime() - heldAt > CALM.toNanos()) {
            set(usual);
            LOG.info("virtual threads are back on {} carriers", usual);
        }
    }

    private void more() throws JMException {
        heldAt = System.nanoTime();
        if (now >= MOST) {
            LOG.error(
                    "virtual threads stand still: all {} carriers are held; jcmd Thread.dump_to_file tells by whom",
                    now);
        } else {
            set(Math.min(now * TIMES, MOST));
        }
    }

    /** Of the whole process; the same each time where the system does not tell, as if it were idle. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void set(int carriers) throws JMException {
        server.setAttribute(scheduler, new Attribute(PARALLELISM, carriers));
        now = carriers;
    }
}
