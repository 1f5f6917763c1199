/** Pools of sessions at upstreams that know guests in place of keys. */
@NullMarked
package dev.mehari.session;

import org.jspecify.annotations.NullMarked;
