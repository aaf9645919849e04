package dev.braid.code;

import java.io.Serializable;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Interfaces;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/// Makes a notebook's class fit to cross to another process.
public final class ShippableClass {
  /// A static method that every rewritten class has: its own `MethodHandles.lookup()`.
  ///
  /// Relinking a lambda needs a lookup with full privileges on the class that made it; one obtained
  /// from outside, by `privateLookupIn` from another module, lacks them.
  static final String LOOKUP = "$braid$lookup";

  private static final ClassDesc METAFACTORY = ClassDesc.of(LambdaMetafactory.class.getName());
  private static final ClassDesc LOOKUP_TYPE = ConstantDescs.CD_MethodHandles_Lookup;

  static final String LOOKUP_DESCRIPTOR = MethodTypeDesc.of(LOOKUP_TYPE).descriptorString();

  private static final ClassDesc HANDLES = ClassDesc.of(MethodHandles.class.getName());
  private static final ClassDesc SERIALIZABLE = ClassDesc.of(Serializable.class.getName());
  private static final DirectMethodHandleDesc ALT_METAFACTORY =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          METAFACTORY,
          "altMetafactory",
          MethodTypeDesc.of(
              ConstantDescs.CD_CallSite,
              LOOKUP_TYPE,
              ConstantDescs.CD_String,
              ConstantDescs.CD_MethodType,
              ConstantDescs.CD_Object.arrayType()));

  private ShippableClass() {}

  /// The same class with every lambda serializable, itself `Serializable`, and a door for relinking
  /// its lambdas.
  public static byte[] rewrite(byte[] bytes) {
    ClassFile format = ClassFile.of();
    ClassModel model = format.parse(bytes);
    if (model.isModuleInfo() || model.flags().has(AccessFlag.ANNOTATION)) {
      return bytes;
    }
    CodeTransform lambdas = ShippableClass::serializableLambda;
    ClassTransform classes =
        ClassTransform.transformingMethodBodies(lambdas)
            .andThen(ClassTransform.ofStateful(() -> new Rewriting(model)));
    return format.transformClass(model, classes);
  }

  private static final class Rewriting implements ClassTransform {
    private final ClassModel model;
    private final boolean addInterface;

    Rewriting(ClassModel model) {
      this.model = model;
      this.addInterface = mayBeSerializable(model);
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (addInterface && element instanceof Interfaces) {
        return; // written anew at the end
      }
      builder.with(element);
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      if (addInterface) {
        List<ClassEntry> all = new ArrayList<>(model.interfaces());
        ClassEntry serializable = builder.constantPool().classEntry(SERIALIZABLE);
        if (!all.contains(serializable)) {
          all.add(serializable);
        }
        builder.withInterfaces(all);
      }
      builder.withMethodBody(
          LOOKUP,
          MethodTypeDesc.of(LOOKUP_TYPE),
          ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
          code -> code.invokestatic(HANDLES, "lookup", MethodTypeDesc.of(LOOKUP_TYPE)).areturn());
    }
  }

  /// A class below one of the JDK or of a library may have state there that serialization would
  /// lose in silence; it stays what its author said.
  private static boolean mayBeSerializable(ClassModel model) {
    if (model.flags().has(AccessFlag.INTERFACE)) {
      return false;
    }
    String parent = model.superclass().map(ClassEntry::asInternalName).orElse("");
    return parent.equals("java/lang/Object")
        || parent.equals("java/lang/Record")
        || packageOf(parent).equals(packageOf(model.thisClass().asInternalName()));
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/') + 1);
  }

  private static void serializableLambda(CodeBuilder builder, CodeElement element) {
    if (element instanceof InvokeDynamicInstruction call) {
      DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
      if (bootstrap.owner().equals(METAFACTORY)) {
        List<ConstantDesc> arguments = new ArrayList<>(call.bootstrapArgs());
        if (bootstrap.methodName().equals("metafactory")) {
          arguments.add(LambdaMetafactory.FLAG_SERIALIZABLE);
        } else {
          // altMetafactory: three arguments as in the plain one, then the flags.
          arguments.set(3, (int) arguments.get(3) | LambdaMetafactory.FLAG_SERIALIZABLE);
        }
        builder.invokedynamic(
            DynamicCallSiteDesc.of(
                ALT_METAFACTORY,
                call.name().stringValue(),
                call.typeSymbol(),
                arguments.toArray(ConstantDesc[]::new)));
        return;
      }
    }
    builder.with(element);
  }
}
