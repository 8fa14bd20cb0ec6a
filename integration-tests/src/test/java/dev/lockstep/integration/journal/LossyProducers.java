package dev.lockstep.integration.journal;

import dev.lockstep.coordinator.journal.ProducerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;

/** Real producers, of which one commit can be lost: on its way to the broker, or its answer on the way back. */
final class LossyProducers implements ProducerFactory {
    private final ProducerFactory real = ProducerFactory.plain();
    private final AtomicReference<Loss> next = new AtomicReference<>(Loss.NONE);

    enum Loss {
        NONE,
        REPLY,
        REQUEST
    }

    void lose(Loss loss) {
        next.set(loss);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> create(Map<String, Object> properties) {
        Producer<byte[], byte[]> producer = real.create(properties);
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                LossyProducers.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    Loss loss = method.getName().equals("commitTransaction") ? next.getAndSet(Loss.NONE) : Loss.NONE;
                    if (loss == Loss.REQUEST) {
                        throw new TimeoutException("the commit was lost");
                    }
                    Object result = invoke(producer, method, arguments);
                    if (loss == Loss.REPLY) {
                        throw new TimeoutException("the answer to the commit was lost");
                    }
                    return result;
                });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException wrapped) {
            throw wrapped.getTargetException();
        }
    }
}
