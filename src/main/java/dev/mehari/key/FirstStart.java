package dev.mehari.key;

import dev.mehari.config.Secret;

/** Hears of what was made at the first start. Each secret is given once, ever, and can be had nowhere else. */
public interface FirstStart {
    void madeKey(Secret value);

    void madePassword(Secret password);
}
