package dev.mehari;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What the loader of nested jars does to virtual threads: the owner of a lock waits for a carrier, and all carriers are
 * held by threads in the middle of the initialization of a class, which wait for the lock. Says whether the owner got its turn.
 */
final class HeldCarriers {
    private static final Object LOCK = new Object();
    private static final long LIMIT_SECONDS = 20;

    private HeldCarriers() {}

    public static void main(String[] args) throws InterruptedException, JMException {
        CountDownLatch owned = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread owner = Thread.ofVirtual().start(() -> {
            synchronized (LOCK) {
                owned.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        owned.await();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName scheduler = new ObjectName("jdk.management:type=VirtualThreadScheduler");
        int carriers = (Integer) server.getAttribute(scheduler, "Parallelism");
        for (int i = 0; i < carriers; i++) {
            Thread.ofVirtual().start(Initialized::now);
        }
        while ((Integer) server.getAttribute(scheduler, "MountedVirtualThreadCount") < carriers) {
            Thread.onSpinWait();
        }
        say("all carriers are held");
        goOn.countDown();
        // Only now, so that its own virtual threads are not among those that were counted.
        CarrierWatch.start();
        owner.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        say(owner.isAlive() ? "the owner of the lock still waits" : "the owner of the lock ran on");
        if (!owner.isAlive()) {
            // For what the watch says afterwards; the test ends this process before.
            var unused = new CountDownLatch(1).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        System.exit(1);
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }

    private static final class Initialized {
        static {
            synchronized (LOCK) {
                say("initialized");
            }
        }

        static void now() {}
    }
}
