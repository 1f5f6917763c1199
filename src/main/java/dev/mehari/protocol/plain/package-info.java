/** Questions and answers in the plain form that YAML routes read and write, and its way into the language of chats. */
@NullMarked
package dev.mehari.protocol.plain;

import org.jspecify.annotations.NullMarked;
