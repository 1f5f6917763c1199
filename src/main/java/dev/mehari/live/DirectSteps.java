package dev.mehari.live;

import dev.mehari.call.Call;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.BeanProcessorFactory;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Calls a {@code bean} step by itself where nothing is to be found out for each call: a method that takes the call, or the
 * exchange, and gives nothing back. Camel's own way to such a method takes three to four microseconds for the fifteen steps
 * of a call. All others go that way.
 */
final class DirectSteps implements BeanProcessorFactory {
    private final BeanProcessorFactory usual;

    private DirectSteps(BeanProcessorFactory usual) {
        this.usual = usual;
    }

    static void install(CamelContext context) {
        BeanProcessorFactory usual = PluginHelper.getBeanProcessorFactory(context);
        context.getCamelContextExtension().addContextPlugin(BeanProcessorFactory.class, new DirectSteps(usual));
    }

    @Override
    public Processor createBeanProcessor(CamelContext context, Object bean, Method method) throws Exception {
        return usual.createBeanProcessor(context, bean, method);
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
        // Whatever is wrong with the step, Camel says it.
        Processor step = usual.createBeanProcessor(context, bean, beanType, beanClass, ref, method, scope);
        if (ref == null || method == null || scope != BeanScope.Singleton || !(step instanceof AsyncProcessor camels)) {
            return step;
        }
        Object found = context.getRegistry().lookupByName(ref);
        Method only = found == null ? null : only(found, method);
        return found == null || only == null ? step : new Direct(camels, found, only);
    }

    /** The method that a bare name can only mean; null when there are several, or Camel has more to do than to call it. */
    private static @Nullable Method only(Object bean, String name) {
        List<Method> named = Arrays.stream(bean.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .toList();
        if (named.size() != 1) {
            return null;
        }
        Method method = named.getFirst();
        boolean plain = method.getReturnType() == void.class
                && method.getAnnotations().length == 0
                && method.getParameterCount() == 1
                && method.getParameterAnnotations()[0].length == 0
                && (method.getParameterTypes()[0] == Call.class || method.getParameterTypes()[0] == Exchange.class);
        return plain && method.trySetAccessible() ? method : null;
    }

    private static final class Direct extends DelegateAsyncProcessor {
        private final Object bean;
        private final Method method;
        private final boolean whole;

        Direct(AsyncProcessor usual, Object bean, Method method) {
            super(usual);
            this.bean = bean;
            this.method = method;
            this.whole = method.getParameterTypes()[0] == Exchange.class;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Object argument = whole ? exchange : exchange.getIn().getBody();
            if (!whole && !(argument instanceof Call)) {
                return super.process(exchange, callback);
            }
            try {
                method.invoke(bean, argument);
            } catch (InvocationTargetException e) {
                exchange.setException(e.getTargetException());
            } catch (IllegalAccessException | RuntimeException e) {
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }
    }
}
