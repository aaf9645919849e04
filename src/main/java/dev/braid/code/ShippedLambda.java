package dev.braid.code;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A lambda of a notebook class on its way: the method behind it and what it captured.
///
/// The JDK's own form can only be read back by a method that javac adds to classes whose lambdas it
/// knows to be serializable. A lambda in a plain `Runnable` variable is none, so it is linked anew
/// here, as its class would.
@SuppressWarnings(
    "serial") // the captured values are what they are; the writer refuses what can't cross
record ShippedLambda(
    String capturing,
    String interfaceName,
    String interfaceMethod,
    String interfaceSignature,
    int kind,
    String implementation,
    String method,
    String signature,
    String instantiated,
    List<@Nullable Object> captured)
    implements Serializable {

  /// What a class's lambdas are linked to, each once: the JDK makes a class each time, which takes
  /// as long as thousands of calls.
  private static final ClassValue<Map<ShippedLambda, MethodHandle>> LINKED =
      new ClassValue<>() {
        @Override
        protected Map<ShippedLambda, MethodHandle> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  static ShippedLambda of(SerializedLambda lambda) {
    Object[] captured = new Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = lambda.getCapturedArg(i);
    }
    return new ShippedLambda(
        binary(lambda.getCapturingClass()),
        lambda.getFunctionalInterfaceClass(),
        lambda.getFunctionalInterfaceMethodName(),
        lambda.getFunctionalInterfaceMethodSignature(),
        lambda.getImplMethodKind(),
        lambda.getImplClass(),
        lambda.getImplMethodName(),
        lambda.getImplMethodSignature(),
        lambda.getInstantiatedMethodType(),
        // Nulls are captured too, so it can't be List.of.
        new ArrayList<>(Arrays.asList(captured)));
  }

  static String binary(String internalName) {
    return internalName.replace('/', '.');
  }

  /// The lambda, as the capturing class would have made it here.
  Object link(ClassLoader loader) throws InvalidObjectException {
    try {
      Class<?> maker = Class.forName(capturing, false, loader);
      ShippedLambda code = withoutCaptured();
      MethodHandle linked = LINKED.get(maker).get(code);
      if (linked == null) {
        linked = link(maker, loader);
        LINKED.get(maker).put(code, linked);
      }
      return linked.invokeWithArguments(captured);
    } catch (Throwable t) {
      throw new InvalidObjectException(
          "lambda %s of %s can't be linked here: %s".formatted(method, capturing, t), t);
    }
  }

  private ShippedLambda withoutCaptured() {
    return new ShippedLambda(
        capturing,
        interfaceName,
        interfaceMethod,
        interfaceSignature,
        kind,
        implementation,
        method,
        signature,
        instantiated,
        Collections.nCopies(captured.size(), null));
  }

  /// What makes such lambdas of what they captured.
  private MethodHandle link(Class<?> maker, ClassLoader loader) throws Throwable {
    Method door = maker.getDeclaredMethod(ShippableClass.LOOKUP);
    door.setAccessible(true);
    MethodHandles.Lookup lookup = (MethodHandles.Lookup) door.invoke(null);
    Class<?> functional = Class.forName(binary(interfaceName), false, loader);
    MethodHandle target = target(lookup, loader);
    CallSite site =
        LambdaMetafactory.altMetafactory(
            lookup,
            interfaceMethod,
            MethodType.methodType(
                functional, target.type().parameterList().subList(0, captured.size())),
            MethodType.fromMethodDescriptorString(interfaceSignature, loader),
            target,
            MethodType.fromMethodDescriptorString(instantiated, loader),
            LambdaMetafactory.FLAG_SERIALIZABLE);
    return site.getTarget();
  }

  private MethodHandle target(MethodHandles.Lookup lookup, ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> owner = Class.forName(binary(implementation), false, loader);
    MethodType type = MethodType.fromMethodDescriptorString(signature, loader);
    return switch (kind) {
      case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, method, type);
      case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(owner, type);
      case MethodHandleInfo.REF_invokeSpecial ->
          lookup.findSpecial(owner, method, type, lookup.lookupClass());
      case MethodHandleInfo.REF_invokeVirtual, MethodHandleInfo.REF_invokeInterface ->
          lookup.findVirtual(owner, method, type);
      default -> throw new ReflectiveOperationException("a method handle of kind " + kind);
    };
  }
}
