/** What the gateway costs, beside nginx and a bare JVM proxy in the same run: {@code make bench}. No part of the tests. */
@NullMarked
package dev.mehari.bench;

import org.jspecify.annotations.NullMarked;
