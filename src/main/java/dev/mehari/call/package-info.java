/** What a call is made of, and the words everything else uses: call, target, attempt, usage, refusal. Imports only the JDK. */
@NullMarked
package dev.mehari.call;

import org.jspecify.annotations.NullMarked;
