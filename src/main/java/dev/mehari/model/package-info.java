/** Model aliases and the plan a call gets from them. */
@NullMarked
package dev.mehari.model;

import org.jspecify.annotations.NullMarked;
