package dev.mehari.fake;

import java.util.function.UnaryOperator;

/**
 * One way of spoiling a good call, and what the vendor says to it.
 *
 * @param tell where in the error the vendor's own code stands
 * @param message part of the message, with single quotes for double ones
 */
record WrongCall(
        String name,
        GoodCall good,
        UnaryOperator<GoodCall> spoil,
        int status,
        String tell,
        String code,
        String message) {
    @Override
    public String toString() {
        return good.fake().getClass().getSimpleName() + ": " + name;
    }
}
