/** Tests from outside: the packaged jar as a process of its own, strict fakes of the vendors as upstreams, real HTTP. */
@NullMarked
package dev.mehari.it.live;

import org.jspecify.annotations.NullMarked;
