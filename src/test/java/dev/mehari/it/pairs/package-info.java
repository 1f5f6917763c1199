/** Official SDKs of every protocol against upstreams of every protocol. */
@NullMarked
package dev.mehari.it.pairs;

import org.jspecify.annotations.NullMarked;
