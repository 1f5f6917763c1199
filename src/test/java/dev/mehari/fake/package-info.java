/**
 * Stand-ins for the providers, strict about what they accept and scriptable in how they fail, over real loopback HTTP.
 *
 * <p>A provider that accepts everything proves nothing about a gateway, so each fake refuses what its vendor refuses, in the vendor's words,
 * and keeps a list of its refusals. The HTTP server is our own because tests need the bytes: as they came in, and as they go out.
 */
@NullMarked
package dev.mehari.fake;

import org.jspecify.annotations.NullMarked;
