/**
 * What a chat says, in the words of no vendor: requests, and answers as events. Every protocol reads into it and writes
 * from it, and knows no other.
 */
@NullMarked
package dev.mehari.protocol.chat;

import org.jspecify.annotations.NullMarked;
