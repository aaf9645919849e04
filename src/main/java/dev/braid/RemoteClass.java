package dev.braid;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The class of [Remotes] objects of one type, made in memory: a handler, and for each method that
/// is forwarded
///
/// ```java
/// boolean acquire(Duration limit) {
///   return (boolean) Remotes.call(this, handler, METHODS.get(3), new Object[] {limit});
/// }
/// ```
///
/// It is a hidden class of this package, so that it can override what only this package sees.
final class RemoteClass {
  private static final ClassDesc HANDLER = desc(InvocationHandler.class);
  private static final ClassDesc METHOD = desc(Method.class);
  private static final MethodTypeDesc CALL =
      MethodTypeDesc.of(
          ConstantDescs.CD_Object,
          ConstantDescs.CD_Object,
          HANDLER,
          METHOD,
          ConstantDescs.CD_Object.arrayType());

  private final ClassDesc name;
  private final ClassDesc base;
  private final List<Method> methods;

  private RemoteClass(Class<?> base) {
    this.name =
        ClassDesc.of(base.getPackageName(), "Remote" + base.getSuperclass().getSimpleName());
    this.base = desc(base);
    this.methods =
        Stream.concat(
                Arrays.stream(base.getMethods()).filter(method -> isForwarded(method, base)),
                Stream.of(writeReplace(base.getSuperclass())))
            .toList();
  }

  /// The constructor, from an `InvocationHandler`, of a new class that extends `base`.
  static MethodHandle constructor(Class<?> base) {
    RemoteClass made = new RemoteClass(base);
    try {
      MethodHandles.Lookup hidden =
          MethodHandles.lookup().defineHiddenClassWithClassData(made.bytes(), made.methods, true);
      return hidden.findConstructor(
          hidden.lookupClass(), MethodType.methodType(void.class, InvocationHandler.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no class for remote objects of " + base, e);
    }
  }

  /// A default method of an interface is built on other methods, and so is [Here] as it is.
  private static boolean isForwarded(Method method, Class<?> base) {
    Class<?> owner = method.getDeclaringClass();
    return !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && !method.isAnnotationPresent(Here.class)
        && !owner.isInterface()
        && owner != base
        && owner != Object.class;
  }

  private static Method writeReplace(Class<?> type) {
    try {
      return type.getDeclaredMethod("writeReplace");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " doesn't say what is written in its place", e);
    }
  }

  private byte[] bytes() {
    return ClassFile.of()
        .build(
            name,
            builder -> {
              builder
                  .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                  .withSuperclass(base)
                  .withInterfaceSymbols(desc(Remotes.Handled.class))
                  .withField("handler", HANDLER, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL)
                  .withMethodBody(
                      ConstantDescs.INIT_NAME,
                      MethodTypeDesc.of(ConstantDescs.CD_void, HANDLER),
                      0,
                      this::construct)
                  .withMethodBody(
                      "handler",
                      MethodTypeDesc.of(HANDLER),
                      Modifier.PUBLIC,
                      code -> code.aload(0).getfield(name, "handler", HANDLER).areturn());
              for (int i = 0; i < methods.size(); i++) {
                forward(builder, methods.get(i), i);
              }
            });
  }

  private void construct(CodeBuilder code) {
    code.aload(0)
        .aload(1)
        .putfield(name, "handler", HANDLER)
        .aload(0)
        .invokespecial(base, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
        .return_();
  }

  private void forward(ClassBuilder builder, Method method, int index) {
    Class<?> result = method.getReturnType();
    MethodTypeDesc type =
        MethodType.methodType(result, method.getParameterTypes()).describeConstable().orElseThrow();
    builder.withMethodBody(
        method.getName(),
        type,
        method.getModifiers() & Modifier.PUBLIC,
        code -> {
          code.aload(0)
              .aload(0)
              .getfield(name, "handler", HANDLER)
              .loadConstant(
                  DynamicConstantDesc.ofNamed(
                      ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, METHOD, index));
          box(code, method.getParameterTypes());
          code.invokestatic(desc(Remotes.class), "call", CALL);
          unbox(code, result);
        });
  }

  private static void box(CodeBuilder code, Class<?>[] parameters) {
    code.loadConstant(parameters.length).anewarray(ConstantDescs.CD_Object);
    for (int i = 0; i < parameters.length; i++) {
      Class<?> parameter = parameters[i];
      code.dup().loadConstant(i).loadLocal(TypeKind.from(parameter), code.parameterSlot(i));
      if (parameter.isPrimitive()) {
        ClassDesc box = boxOf(parameter);
        code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, desc(parameter)));
      }
      code.aastore();
    }
  }

  private static void unbox(CodeBuilder code, Class<?> result) {
    if (result == void.class) {
      code.pop();
    } else if (result.isPrimitive()) {
      ClassDesc box = boxOf(result);
      code.checkcast(box)
          .invokevirtual(box, result.getName() + "Value", MethodTypeDesc.of(desc(result)));
    } else {
      code.checkcast(desc(result));
    }
    code.return_(TypeKind.from(result));
  }

  private static ClassDesc boxOf(Class<?> primitive) {
    return desc(MethodType.methodType(primitive).wrap().returnType());
  }

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }
}
