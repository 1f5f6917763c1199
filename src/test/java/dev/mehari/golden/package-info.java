/** Cases of translation as data: what a caller sends, what the upstream must get, what it answers, what the caller gets. */
@NullMarked
package dev.mehari.golden;

import org.jspecify.annotations.NullMarked;
