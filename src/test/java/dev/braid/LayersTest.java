package dev.braid;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The house drawing in the README, enforced: a room uses only rooms of rows below its own.
class LayersTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.braid");

  @Test
  void roomsUseOnlyRoomsBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("notebook")
        .definedBy("dev.braid.notebook..")
        .layer("kernel")
        .definedBy("dev.braid.kernel..")
        .layer("jupyter")
        .definedBy("dev.braid.jupyter..")
        .layer("display")
        .definedBy("dev.braid.display..")
        .layer("braid")
        .definedBy("dev.braid")
        .layer("pool")
        .definedBy("dev.braid.pool..")
        .layer("remote")
        .definedBy("dev.braid.remote..")
        .layer("spawn")
        .definedBy("dev.braid.spawn..")
        .layer("code")
        .definedBy("dev.braid.code..")
        .layer("net")
        .definedBy("dev.braid.net..")
        .layer("memory")
        .definedBy("dev.braid.memory..")
        .layer("os")
        .definedBy("dev.braid.os..")
        .whereLayer("notebook")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("kernel")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("jupyter")
        .mayOnlyBeAccessedByLayers("notebook", "kernel")
        .whereLayer("display")
        .mayOnlyBeAccessedByLayers("notebook", "kernel")
        .whereLayer("braid")
        .mayOnlyBeAccessedByLayers("notebook", "kernel", "jupyter", "display")
        .whereLayer("pool")
        .mayOnlyBeAccessedByLayers("notebook", "kernel", "jupyter", "display", "braid")
        .whereLayer("remote")
        .mayOnlyBeAccessedByLayers("notebook", "kernel", "jupyter", "display", "braid")
        .whereLayer("spawn")
        .mayOnlyBeAccessedByLayers("notebook", "kernel", "jupyter", "display", "braid", "pool")
        .whereLayer("code")
        .mayOnlyBeAccessedByLayers(
            "notebook", "kernel", "jupyter", "display", "braid", "pool", "spawn")
        .whereLayer("net")
        .mayOnlyBeAccessedByLayers(
            "notebook", "kernel", "jupyter", "display", "braid", "pool", "spawn")
        .whereLayer("memory")
        .mayOnlyBeAccessedByLayers(
            "notebook",
            "kernel",
            "jupyter",
            "display",
            "braid",
            "pool",
            "remote",
            "spawn",
            "code",
            "net")
        .check(HOUSE);
  }
}
