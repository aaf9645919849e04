package dev.braid.code;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.invoke.MethodHandleInfo;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// Follows code from where it may begin to run: to the classes that it needs, and the static fields
/// that it uses.
///
/// Like cloudpickle, by value what only this notebook has, by reference what every process can
/// import. Static methods are followed one by one, because JShell puts unrelated code of one cell
/// side by side in a class; of a class with instances every method counts, for any may be called.
final class CodeWalk implements Reach {
  /// A static field that the code uses.
  ///
  /// @param owner binary name of the class that the code names
  /// @param name of the field
  record Variable(String owner, String name) {}

  private record Method(String owner, String name, String signature) {}

  private final ClassSource source;
  private final Map<String, Optional<ClassModel>> models = new HashMap<>();
  private final Map<String, byte[]> classes = new LinkedHashMap<>();
  private final Set<Variable> variables = new LinkedHashSet<>();
  private final Set<Object> seen = new HashSet<>();
  private final Queue<Method> methods = new ArrayDeque<>();

  CodeWalk(ClassSource source) {
    this.source = source;
  }

  /// The classes reached so far, by binary name.
  Map<String, byte[]> classes() {
    return classes;
  }

  /// The variables reached so far, in the order in which they were.
  Set<Variable> variables() {
    return variables;
  }

  @Override
  public boolean takes(String name) {
    return model(name).isPresent();
  }

  @Override
  public void instance(String name) {
    type(name);
    follow();
  }

  private void type(String name) {
    model(name)
        .filter(_ -> seen.add(name))
        .ifPresent(type -> {
          for (MethodModel method : type.methods()) {
            method(name, method.methodName().stringValue(), method.methodType().stringValue());
          }
          type.superclass().ifPresent(parent -> type(binary(parent)));
          type.interfaces().forEach(parent -> type(binary(parent)));
        });
    follow();
  }

  @Override
  public void call(int kind, String owner, String name, String signature) {
    reach(kind, owner, name, signature);
    follow();
  }

  private void reach(int kind, String owner, String name, String signature) {
    if (kind == MethodHandleInfo.REF_invokeStatic) {
      method(owner, name, signature);
    } else {
      type(owner);
    }
  }

  private void method(String owner, String name, String signature) {
    Method method = new Method(owner, name, signature);
    if (model(owner).isPresent() && seen.add(method)) {
      methods.add(method);
    }
  }

  private void follow() {
    for (Method next = methods.poll(); next != null; next = methods.poll()) {
      follow(next);
    }
  }

  private void follow(Method called) {
    model(called.owner())
        .ifPresent(type -> {
          for (MethodModel method : type.methods()) {
            String name = method.methodName().stringValue();
            boolean initializes = name.equals("<clinit>") && seen.add(called.owner() + ".<clinit>");
            boolean isCalled =
                name.equals(called.name()) && method.methodType().equalsString(called.signature());
            if (initializes || isCalled) {
              method.code().ifPresent(this::follow);
            }
          }
        });
  }

  private void follow(CodeModel code) {
    for (CodeElement element : code) {
      switch (element) {
        case FieldInstruction access -> {
          String owner = binary(access.owner());
          switch (access.opcode()) {
            case GETSTATIC, PUTSTATIC -> variable(owner, access.name().stringValue());
            default -> {}
          }
        }
        case InvokeInstruction call -> {
          int kind =
              switch (call.opcode()) {
                case INVOKESTATIC -> MethodHandleInfo.REF_invokeStatic;
                default -> MethodHandleInfo.REF_invokeVirtual;
              };
          reach(kind, binary(call.owner()), call.name().stringValue(), call.type().stringValue());
        }
        case InvokeDynamicInstruction call ->
            call.invokedynamic().bootstrap().arguments().forEach(this::constant);
        case NewObjectInstruction creation -> type(binary(creation.className()));
        default -> {}
      }
    }
  }

  private void constant(PoolEntry argument) {
    if (argument instanceof MethodHandleEntry handle) {
      MemberRefEntry member = handle.reference();
      reach(
          handle.kind(),
          binary(member.owner()),
          member.name().stringValue(),
          member.type().stringValue());
    }
  }

  private void variable(String owner, String name) {
    if (model(owner).isPresent()) {
      variables.add(new Variable(owner, name));
      // Using it initializes its class.
      method(owner, "<clinit>", "()V");
    }
  }

  /// Parses a class of the source and, since linking may ask for them, takes every class that it
  /// names along.
  private Optional<ClassModel> model(String name) {
    Optional<ClassModel> known = models.get(name);
    if (known != null) {
      return known;
    }
    Optional<byte[]> bytes = source.bytesOf(name);
    Optional<ClassModel> model = bytes.map(ClassFile.of()::parse);
    models.put(name, model);
    bytes.ifPresent(code -> classes.put(name, code));
    model.ifPresent(type -> {
      for (PoolEntry entry : type.constantPool()) {
        if (entry instanceof ClassEntry mentioned) {
          var _ = model(binary(mentioned));
        }
      }
    });
    return model;
  }

  private static String binary(ClassEntry entry) {
    String name = entry.asInternalName();
    // An array of a class mentions the class: [[LREPL/A; is REPL.A.
    int element = name.lastIndexOf('[') + 1;
    String plain =
        element > 0 && name.endsWith(";") ? name.substring(element + 1, name.length() - 1) : name;
    return ShippedLambda.binary(plain);
  }
}
