/** Vectors of texts, in the words of no vendor. Every protocol that has them reads into it and writes from it. */
@NullMarked
package dev.mehari.protocol.embedding;

import org.jspecify.annotations.NullMarked;
