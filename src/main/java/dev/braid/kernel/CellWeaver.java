package dev.braid.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;

/// Rewrites a cell's class for life inside the kernel: a [StopCheck] at every method entry and
/// before every backward branch, and [CellExit] in the place of `System.exit`.
///
/// Only the kernel's own copy is woven; what crosses to a child process is not.
final class CellWeaver {
  private static final ClassDesc STOP_CHECK = ClassDesc.of(StopCheck.class.getName());
  private static final ClassDesc CELL_EXIT = ClassDesc.of(CellExit.class.getName());
  private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
  private static final DynamicCallSiteDesc CHECK =
      DynamicCallSiteDesc.of(
          MethodHandleDesc.ofMethod(
              DirectMethodHandleDesc.Kind.STATIC,
              STOP_CHECK,
              "link",
              MethodTypeDesc.of(
                  ConstantDescs.CD_CallSite,
                  ConstantDescs.CD_MethodHandles_Lookup,
                  ConstantDescs.CD_String,
                  ConstantDescs.CD_MethodType)),
          "check",
          ConstantDescs.MTD_void);

  private final ClassFile classFile;

  /// A weaver that finds the super types it needs for stack maps through `loader`.
  CellWeaver(ClassLoader loader) {
    classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  byte[] weave(byte[] bytes) {
    return classFile.transformClass(
        classFile.parse(bytes),
        ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Checks::new)));
  }

  private static final class Checks implements CodeTransform {
    private final Set<Label> passed = new HashSet<>();

    @Override
    public void atStart(CodeBuilder code) {
      code.invokedynamic(CHECK);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof LabelTarget target) {
        passed.add(target.label());
      } else if (element instanceof Instruction instruction && jumpsBack(instruction)) {
        code.invokedynamic(CHECK);
      }
      if (element instanceof InvokeInstruction call && isExit(call)) {
        boolean system = call.owner().asInternalName().equals("java/lang/System");
        code.invokestatic(
            CELL_EXIT,
            call.name().stringValue(),
            system ? call.typeSymbol() : call.typeSymbol().insertParameterTypes(0, RUNTIME));
      } else {
        code.with(element);
      }
    }

    private boolean jumpsBack(Instruction instruction) {
      return switch (instruction) {
        case BranchInstruction branch -> passed.contains(branch.target());
        case LookupSwitchInstruction choice ->
            passed.contains(choice.defaultTarget())
                || choice.cases().stream().map(SwitchCase::target).anyMatch(passed::contains);
        case TableSwitchInstruction choice ->
            passed.contains(choice.defaultTarget())
                || choice.cases().stream().map(SwitchCase::target).anyMatch(passed::contains);
        default -> false;
      };
    }

    private static boolean isExit(InvokeInstruction call) {
      if (!call.type().equalsString("(I)V")) {
        return false;
      }
      return switch (call.owner().asInternalName()) {
        case "java/lang/System" -> call.name().equalsString("exit");
        case "java/lang/Runtime" ->
            call.name().equalsString("exit") || call.name().equalsString("halt");
        default -> false;
      };
    }
  }
}
