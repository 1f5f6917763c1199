/** What passes through the gateway byte by byte: streams, hang-ups, broken upstreams, and the rows that are left of them. */
@NullMarked
package dev.mehari.it.wire;

import org.jspecify.annotations.NullMarked;
