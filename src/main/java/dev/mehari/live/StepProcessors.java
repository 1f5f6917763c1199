package dev.mehari.live;

import dev.mehari.call.Call;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.BeanProcessorFactory;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the processors of {@code bean:} steps. Camel chooses a step's method anew at every call, by the name that it
 * writes into a property of the exchange and takes out again. For a step that takes the call, or the exchange, and gives
 * nothing back, the choice is made once; all others are Camel's, and so are all faults.
 */
final class StepProcessors implements BeanProcessorFactory {
    private final BeanProcessorFactory camels;
    private final Map<String, Object> steps;

    /** @param steps the beans that routes may name, by that name */
    StepProcessors(BeanProcessorFactory camels, Map<String, Object> steps) {
        this.camels = camels;
        this.steps = steps;
    }

    @Override
    public Processor createBeanProcessor(CamelContext context, Object bean, Method method) throws Exception {
        return camels.createBeanProcessor(context, bean, method);
    }

    @Override
    public Processor createBeanProcessor(
            CamelContext context,
            @Nullable Object bean,
            @Nullable String beanType,
            @Nullable Class<?> beanClass,
            @Nullable String ref,
            @Nullable String method,
            BeanScope scope)
            throws Exception {
        Processor made = camels.createBeanProcessor(context, bean, beanType, beanClass, ref, method, scope);
        Object step = ref == null || scope != BeanScope.Singleton ? null : steps.get(ref);
        Method only = step == null || method == null ? null : only(step, method);
        return step == null || only == null ? made : new Step(made, step, only);
    }

    /** The one method of this name, if it is a plain one; a method with brackets is found by none. */
    private static @Nullable Method only(Object step, String name) {
        List<Method> named = Arrays.stream(step.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .toList();
        return named.size() == 1 && plain(named.getFirst()) ? named.getFirst() : null;
    }

    private static boolean plain(Method method) {
        return Modifier.isPublic(method.getDeclaringClass().getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getReturnType() == void.class
                && method.getParameterCount() == 1
                && (method.getParameterTypes()[0] == Call.class || method.getParameterTypes()[0] == Exchange.class)
                && method.getAnnotations().length == 0
                && method.getParameterAnnotations()[0].length == 0;
    }

    private static final class Step extends DelegateAsyncProcessor {
        private final Object step;
        private final Method method;
        private final boolean takesCall;

        Step(Processor camels, Object step, Method method) {
            super(camels);
            this.step = step;
            this.method = method;
            this.takesCall = method.getParameterTypes()[0] == Call.class;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Object given = takesCall ? exchange.getMessage().getBody() : exchange;
            if (takesCall && !(given instanceof Call)) {
                // Camel knows how to convert it, or what to say.
                return super.process(exchange, callback);
            }
            try {
                method.invoke(step, given);
            } catch (InvocationTargetException e) {
                exchange.setException(e.getTargetException());
            } catch (IllegalAccessException e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }
    }
}
