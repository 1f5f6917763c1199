package dev.mehari.model;

import dev.mehari.model.Order.Named;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Orders targets by a figure of each, looked up once: it may change while they are compared. */
final class Known implements Comparator<Named> {
    private final List<Named> group;
    private final double[] figures;

    Known(List<Named> group, ToDoubleFunction<Named> figure) {
        this.group = group;
        this.figures = new double[group.size()];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = figure.applyAsDouble(group.get(i));
        }
    }

    @Override
    public int compare(Named one, Named other) {
        return Double.compare(figures[group.indexOf(one)], figures[group.indexOf(other)]);
    }
}
